// Tracuu looks up Vietnamese administrative procedures and news: it keeps them
// in one folder, finds them as people type, serves their pages and makes the QR
// codes that lead to them.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(report(os.Stderr, run(ctx, systemEnv())))
}
