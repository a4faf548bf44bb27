// Upstream is the server at the end of every way: HTTP/1.1 and HTTP/2 by prior knowledge on one port, with WebSocket
// echoes at /ws, and the interop service of grpc-go on another. Each answer tells which server gave it. A third port, if
// one is named, passes on all bytes to another address. With TLS_FOLDER, which holds tls.crt and tls.key, the first port
// speaks TLS, and HTTP/2 by ALPN.
// Usage: upstream NAME HTTP_ADDRESS GRPC_ADDRESS [RAW_ADDRESS TO_ADDRESS]
package main

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/coder/websocket"
	"google.golang.org/grpc"
	"google.golang.org/grpc/interop"
	testgrpc "google.golang.org/grpc/interop/grpc_testing"
	"google.golang.org/grpc/metadata"
)

const answeredBy = "x-answered-by"

func main() {
	if len(os.Args) != 4 && len(os.Args) != 6 {
		log.Fatal("usage: upstream NAME HTTP_ADDRESS GRPC_ADDRESS [RAW_ADDRESS TO_ADDRESS]")
	}
	name := os.Args[1]
	if len(os.Args) == 6 {
		go passOn(listen(os.Args[4]), os.Args[5])
	}
	go serveGrpc(name, os.Args[3])
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	protocols.SetUnencryptedHTTP2(true)
	server := &http.Server{Handler: handler(name), Protocols: protocols, ErrorLog: log.New(io.Discard, "", 0)}
	listener := lingeringListener{listen(os.Args[2])}
	if folder := os.Getenv("TLS_FOLDER"); folder != "" {
		protocols.SetHTTP2(true)
		log.Fatal(server.ServeTLS(listener, filepath.Join(folder, "tls.crt"), filepath.Join(folder, "tls.key")))
	}
	log.Fatal(server.Serve(listener))
}

func listen(address string) net.Listener {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		log.Fatal(err)
	}
	return listener
}

// GET / is answered with a line, GET /N with N bytes, and a request with a body with the length of it.
func handler(name string) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/ws", echo)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(answeredBy, name)
		received, err := io.Copy(io.Discard, r.Body)
		if err != nil {
			return
		}
		if size, err := strconv.Atoi(strings.TrimPrefix(r.URL.Path, "/")); err == nil {
			w.Header().Set("Content-Length", strconv.Itoa(size))
			block := make([]byte, 32*1024)
			for size > 0 && err == nil {
				var written int
				written, err = w.Write(block[:min(size, len(block))])
				size -= written
			}
			return
		}
		fmt.Fprintf(w, "answer, %d bytes received\n", received)
	})
	return mux
}

func echo(w http.ResponseWriter, r *http.Request) {
	connection, err := websocket.Accept(w, r, &websocket.AcceptOptions{CompressionMode: websocket.CompressionContextTakeover})
	if err != nil {
		return
	}
	defer connection.CloseNow()
	connection.SetReadLimit(-1)
	for {
		kind, message, err := connection.Read(context.Background())
		if err != nil {
			return
		}
		if connection.Write(context.Background(), kind, message) != nil {
			return
		}
	}
}

func serveGrpc(name, address string) {
	said := metadata.Pairs(answeredBy, name)
	server := grpc.NewServer(
		grpc.UnaryInterceptor(func(ctx context.Context, request any, _ *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
			if err := grpc.SetHeader(ctx, said); err != nil {
				return nil, err
			}
			return handle(ctx, request)
		}),
		grpc.StreamInterceptor(func(service any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
			if err := stream.SetHeader(said); err != nil {
				return err
			}
			return handle(service, stream)
		}))
	testgrpc.RegisterTestServiceServer(server, interop.NewTestServer())
	log.Fatal(server.Serve(listen(address)))
}
