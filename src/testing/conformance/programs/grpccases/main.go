// Grpccases runs one case against a gRPC server and ends with 0 if it passed. The cases are grpc-go's interop cases, and
// some of our own for a connection whose streams go to two servers.
// Usage: grpccases ADDRESS CASE, or grpccases --list interop|routing
package main

import (
	"context"
	"fmt"
	"log"
	"maps"
	"os"
	"slices"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/interop"
	testgrpc "google.golang.org/grpc/interop/grpc_testing"
)

const limit = 60 * time.Second

type grpcCase func(context.Context, *grpc.ClientConn)

// With the service's client, as most of the interop cases want it.
func onService(run func(context.Context, testgrpc.TestServiceClient, ...grpc.CallOption)) grpcCase {
	return func(ctx context.Context, connection *grpc.ClientConn) {
		run(ctx, testgrpc.NewTestServiceClient(connection))
	}
}

var cases = map[string]grpcCase{
	"empty_unary":                onService(interop.DoEmptyUnaryCall),
	"large_unary":                onService(interop.DoLargeUnaryCall),
	"client_streaming":           onService(interop.DoClientStreaming),
	"server_streaming":           onService(interop.DoServerStreaming),
	"ping_pong":                  onService(interop.DoPingPong),
	"empty_stream":               onService(interop.DoEmptyStream),
	"timeout_on_sleeping_server": onService(interop.DoTimeoutOnSleepingServer),
	"cancel_after_begin":         onService(interop.DoCancelAfterBegin),
	"cancel_after_first_response": onService(
		interop.DoCancelAfterFirstResponse),
	"custom_metadata":         onService(interop.DoCustomMetadata),
	"status_code_and_message": onService(interop.DoStatusCodeAndMessage),
	"special_status_message":  onService(interop.DoSpecialStatusMessage),
	"unimplemented_method":    interop.DoUnimplementedMethod,
	"unimplemented_service": func(ctx context.Context, connection *grpc.ClientConn) {
		interop.DoUnimplementedService(ctx, testgrpc.NewUnimplementedServiceClient(connection))
	},
}

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: grpccases ADDRESS CASE, or grpccases --list interop|routing")
	}
	switch {
	case os.Args[1] != "--list":
		run(os.Args[1], os.Args[2])
	case os.Args[2] == "routing":
		list(routing)
	default:
		list(cases)
	}
}

func list(cases map[string]grpcCase) {
	for _, name := range slices.Sorted(maps.Keys(cases)) {
		fmt.Println(name)
	}
}

func run(address, name string) {
	run, found := cases[name]
	if !found {
		run, found = routing[name]
	}
	if !found {
		log.Fatalf("no case %q", name)
	}
	connection, err := grpc.NewClient("passthrough:///"+address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		log.Fatal(err)
	}
	defer connection.Close()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	run(ctx, connection)
}
