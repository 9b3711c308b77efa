package api

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
)

// Event is what the payment provider sends us.
type Event struct {
	ID     string
	Type   string
	Number string
}

// Webhook turns provider events into order states.
type Webhook struct {
	Secret []byte
	States map[string]string
	done   map[string]bool
}

// Verify checks the signature of a body.
func (h *Webhook) Verify(body []byte, signature string) bool {
	mac := hmac.New(sha256.New, h.Secret)
	mac.Write(body)
	want := hex.EncodeToString(mac.Sum(nil))
	return hmac.Equal([]byte(want), []byte(signature))
}

// Apply handles an event once; it says whether anything changed.
func (h *Webhook) Apply(e Event) bool {
	if h.done == nil {
		h.done = map[string]bool{}
	}
	if h.done[e.ID] {
		return false
	}
	h.done[e.ID] = true
	switch e.Type {
	case "charge.succeeded":
		h.States[e.Number] = "paid"
	case "charge.disputed":
		h.States[e.Number] = "on hold"
	default:
		return false
	}
	return true
}
