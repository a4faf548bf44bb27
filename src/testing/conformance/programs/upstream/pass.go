package main

import (
	"io"
	"log"
	"net"
)

// Passes on the bytes of each connection to an address and back, and the end of each direction.
func passOn(listener net.Listener, to string) {
	for {
		from, err := listener.Accept()
		if err != nil {
			log.Fatal(err)
		}
		go func() {
			defer from.Close()
			there, err := net.Dial("tcp", to)
			if err != nil {
				return
			}
			defer there.Close()
			back := make(chan struct{})
			go func() {
				defer close(back)
				copyToEnd(from.(*net.TCPConn), there.(*net.TCPConn))
			}()
			copyToEnd(there.(*net.TCPConn), from.(*net.TCPConn))
			<-back
		}()
	}
}

func copyToEnd(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		to.SetLinger(0) // a reset is passed on as one
		to.Close()
		return
	}
	to.CloseWrite()
}
