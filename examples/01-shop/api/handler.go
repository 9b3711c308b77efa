// Package api is the public HTTP interface of the shop.
package api

import (
	"encoding/json"
	"net/http"
	"strings"
)

// Order is what a customer sees of an order.
type Order struct {
	Number string `json:"number"`
	Email  string `json:"email"`
	Status string `json:"status"`
	Cents  int    `json:"cents"`
}

// Server answers requests for orders.
type Server struct {
	Orders  map[string]Order
	Tokens  map[string]string // bearer token to e-mail address
	Limiter *Limiter
}

func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	email, ok := s.Tokens[token]
	if !ok {
		fail(w, http.StatusUnauthorized, "token is missing or unknown")
		return
	}
	if s.Limiter != nil && !s.Limiter.Allow(token) {
		w.Header().Set("Retry-After", "60")
		fail(w, http.StatusTooManyRequests, "too many requests")
		return
	}
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", "GET")
		fail(w, http.StatusMethodNotAllowed, "only GET")
		return
	}
	order, ok := s.Orders[strings.TrimPrefix(r.URL.Path, "/api/orders/")]
	if !ok || order.Email != email {
		fail(w, http.StatusNotFound, "no such order")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(order)
}

func fail(w http.ResponseWriter, status int, message string) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"status": status, "title": message})
}
