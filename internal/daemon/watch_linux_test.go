package daemon

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// TestAddressThatComesBackIsNoticedSoon, however long it was away, and the log
// is not filled meanwhile.
func TestAddressThatComesBackIsNoticedSoon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		logged := new(logBuffer)
		back := time.Now().Add(time.Hour + 10*time.Second)
		persist(context.Background(), slog.New(slog.NewTextHandler(logged, nil)), func() error {
			if time.Now().Before(back) {
				return errors.New("eth0 has no address")
			}
			return nil
		})
		if took := time.Since(back); took > watchInterval {
			t.Errorf("noticed after %v", took)
		}
		if n := strings.Count(logged.String(), "\n"); n != 1 {
			t.Errorf("%d lines logged", n)
		}
	})
}

func TestJoiningAgainEndsWithTheDaemon(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		persist(ctx, slog.New(slog.DiscardHandler), func() error { return errors.New("never") })
	})
}
