// Package serve answers on a unix socket what a session answers, for the agent, which shares the socket's folder with the edge and nothing
// else.
package serve

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"regexp"
	"strings"
	"syscall"

	"tidegate/edge/session"
)

// Whoever asks for more at once waits until another conversation has ended.
const maxConversations = 256

// A service, or `-` for what is about all of them.
var greeting = regexp.MustCompile(`^service (-|[a-z0-9][a-z0-9-]{0,62})\n$`)

// On answers on a socket until it cannot be listened on any more. Conversations go on side by side; each begins with a line
// `service NAME`, and how one of them ends is nothing to the others.
func On(socket string, edge session.Edge) error {
	listener, err := listen(socket)
	if err != nil {
		return err
	}
	defer listener.Close()
	return accept(listener, edge)
}

func accept(listener net.Listener, edge session.Edge) error {
	places := make(chan struct{}, maxConversations)
	for {
		places <- struct{}{}
		conn, err := listener.Accept()
		if err != nil {
			return err
		}
		go func() {
			defer func() { <-places }()
			defer conn.Close()
			if err := converse(conn, edge); err != nil {
				session.Complain(conn, err)
			}
		}()
	}
}

// listen takes the place of a socket that somebody who is gone has left, and lets only its own user connect.
func listen(socket string) (net.Listener, error) {
	if err := os.Remove(socket); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	before := syscall.Umask(0o177)
	defer syscall.Umask(before)
	return net.Listen("unix", socket)
}

func converse(conn net.Conn, edge session.Edge) error {
	lines := bufio.NewReader(&bounded{from: conn})
	first, err := lines.ReadString('\n')
	if err != nil {
		return err
	}
	asked := greeting.FindStringSubmatch(first)
	if asked == nil {
		return fmt.Errorf("want `service NAME` first, got %q", strings.TrimSuffix(first, "\n"))
	}
	edge.Service, edge.Allowed = asked[1], allowed
	return session.Run(edge, lines, conn)
}
