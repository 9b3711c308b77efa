package api

import (
	"testing"
	"time"
)

func TestLimiterForgetsAfterAMinute(t *testing.T) {
	now := time.Unix(0, 0)
	l := &Limiter{PerMinute: 1, Now: func() time.Time { return now }}
	if !l.Allow("a") || l.Allow("a") {
		t.Fatal("one request a minute expected")
	}
	now = now.Add(time.Minute)
	if !l.Allow("a") {
		t.Error("still limited after a minute")
	}
}

func TestLimiterCountsEachClientAlone(t *testing.T) {
	l := &Limiter{PerMinute: 1, Now: func() time.Time { return time.Unix(0, 0) }}
	l.Allow("a")
	if !l.Allow("b") {
		t.Error("client b pays for client a")
	}
}
