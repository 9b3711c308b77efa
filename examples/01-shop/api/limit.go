package api

import (
	"sync"
	"time"
)

// Limiter allows a number of requests a minute for each key.
type Limiter struct {
	PerMinute int
	Now       func() time.Time

	mu   sync.Mutex
	seen map[string][]time.Time
}

// Allow says whether one more request may pass.
func (l *Limiter) Allow(key string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil {
		l.seen = map[string][]time.Time{}
	}
	now := l.Now()
	var recent []time.Time
	for _, t := range l.seen[key] {
		if now.Sub(t) < time.Minute {
			recent = append(recent, t)
		}
	}
	if len(recent) >= l.PerMinute {
		l.seen[key] = recent
		return false
	}
	l.seen[key] = append(recent, now)
	return true
}
