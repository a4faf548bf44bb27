package main

import (
	"io"
	"net"
	"time"
)

const linger = 2 * time.Second

// A listener whose connections end in order: closed with bytes unread, TCP would reset them, and what was sent last
// would reach the client or not, by chance.
type lingeringListener struct{ net.Listener }

func (l lingeringListener) Accept() (net.Conn, error) {
	connection, err := l.Listener.Accept()
	if tcp, ok := connection.(*net.TCPConn); ok {
		return lingeringConnection{tcp}, err
	}
	return connection, err
}

type lingeringConnection struct{ *net.TCPConn }

func (c lingeringConnection) Close() error {
	if err := c.CloseWrite(); err != nil {
		return c.TCPConn.Close()
	}
	go func() {
		defer c.TCPConn.Close()
		_ = c.SetReadDeadline(time.Now().Add(linger))
		_, _ = io.Copy(io.Discard, c.TCPConn)
	}()
	return nil
}
