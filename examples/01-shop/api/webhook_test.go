package api

import "testing"

func TestWebhookSignature(t *testing.T) {
	h := &Webhook{Secret: []byte("k")}
	body := []byte(`{"id":"evt_1"}`)
	tests := map[string]struct {
		signature string
		want      bool
	}{
		"no signature":    {"", false},
		"wrong signature": {"00ff", false},
		"right signature": {"2ab20f3ce40f3932e05ef82f8f8b570c7807f9aa85bfc30efcb03d63dd046986", true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := h.Verify(body, tt.signature); got != tt.want {
				t.Errorf("Verify = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestWebhookMarksOrderAsPaid(t *testing.T) {
	h := &Webhook{States: map[string]string{}}
	if !h.Apply(Event{ID: "evt_1", Type: "charge.succeeded", Number: "K-1001"}) {
		t.Fatal("nothing changed")
	}
	if h.States["K-1001"] != "paid" {
		t.Errorf("state %q", h.States["K-1001"])
	}
}

func TestWebhookIgnoresAnEventItHasSeen(t *testing.T) {
	h := &Webhook{States: map[string]string{}}
	e := Event{ID: "evt_1", Type: "charge.disputed", Number: "K-1001"}
	h.Apply(e)
	if h.Apply(e) {
		t.Error("the same event was applied twice")
	}
}

func TestDisputedChargePutsOrderOnHold(t *testing.T) {
	h := &Webhook{States: map[string]string{"K-1001": "paid"}}
	h.Apply(Event{ID: "evt_2", Type: "charge.disputed", Number: "K-1001"})
	if h.States["K-1001"] != "on hold" {
		t.Errorf("state %q", h.States["K-1001"])
	}
}
