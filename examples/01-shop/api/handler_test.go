package api

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func newServer() *Server {
	return &Server{
		Orders: map[string]Order{
			"K-1001": {Number: "K-1001", Email: "ana@example.org", Status: "paid", Cents: 2632},
			"K-1002": {Number: "K-1002", Email: "bob@example.org", Status: "placed", Cents: 1000},
		},
		Tokens: map[string]string{"t-ana": "ana@example.org"},
	}
}

func get(s *Server, path, token string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodGet, path, nil)
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestOrderIsReturnedAsJSON(t *testing.T) {
	w := get(newServer(), "/api/orders/K-1001", "t-ana")
	if w.Code != http.StatusOK || w.Header().Get("Content-Type") != "application/json" {
		t.Fatalf("status %d, type %q", w.Code, w.Header().Get("Content-Type"))
	}
	if !strings.Contains(w.Body.String(), `"number":"K-1001"`) {
		t.Errorf("body %s", w.Body)
	}
}

func TestRequestsAreRefused(t *testing.T) {
	tests := []struct {
		name, path, token string
		want              int
	}{
		{"without a token", "/api/orders/K-1001", "", http.StatusUnauthorized},
		{"with an unknown token", "/api/orders/K-1001", "t-eve", http.StatusUnauthorized},
		{"for an order of another customer", "/api/orders/K-1002", "t-ana", http.StatusNotFound},
		{"for an order that does not exist", "/api/orders/K-9999", "t-ana", http.StatusNotFound},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if w := get(newServer(), tt.path, tt.token); w.Code != tt.want {
				t.Errorf("got %d, want %d", w.Code, tt.want)
			}
		})
	}
}

func TestOnlyGetIsAllowed(t *testing.T) {
	r := httptest.NewRequest(http.MethodDelete, "/api/orders/K-1001", nil)
	r.Header.Set("Authorization", "Bearer t-ana")
	w := httptest.NewRecorder()
	newServer().ServeHTTP(w, r)
	if w.Code != http.StatusMethodNotAllowed || w.Header().Get("Allow") != "GET" {
		t.Errorf("status %d, Allow %q", w.Code, w.Header().Get("Allow"))
	}
}

func TestErrorsAreProblemDocuments(t *testing.T) {
	w := get(newServer(), "/api/orders/K-9999", "t-ana")
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type %q", got)
	}
}

// Requirement: SHOP-36
func TestTooManyRequestsAreTurnedAway(t *testing.T) {
	now := time.Unix(0, 0)
	s := newServer()
	s.Limiter = &Limiter{PerMinute: 2, Now: func() time.Time { return now }}
	for i := 0; i < 2; i++ {
		if w := get(s, "/api/orders/K-1001", "t-ana"); w.Code != http.StatusOK {
			t.Fatalf("request %d: %d", i, w.Code)
		}
	}
	w := get(s, "/api/orders/K-1001", "t-ana")
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d", w.Code)
	}
}
