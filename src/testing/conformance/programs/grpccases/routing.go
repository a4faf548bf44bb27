package main

import (
	"context"
	"errors"
	"io"
	"log"
	"math/rand"
	"sync"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/interop"
	testgrpc "google.golang.org/grpc/interop/grpc_testing"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Cases of a way that sends requests with `x-user: ada` to the server "machine", and all others to "original".
var routing = map[string]grpcCase{
	"interleaved_10000":   func(ctx context.Context, c *grpc.ClientConn) { interleaved(ctx, c, 10_000) },
	"deadlines_200":       func(ctx context.Context, c *grpc.ClientConn) { deadlines(ctx, c, 200) },
	"cancelled_200":       func(ctx context.Context, c *grpc.ClientConn) { cancelled(ctx, c, 200) },
	"stalled_readers_100": func(ctx context.Context, c *grpc.ClientConn) { stalled(ctx, c, 100) },
}

const atATime = 100

// The context of the i-th call, and who has to answer it.
func side(ctx context.Context, i int) (context.Context, string) {
	if i%2 == 0 {
		return metadata.AppendToOutgoingContext(ctx, "x-user", "ada"), "machine"
	}
	return ctx, "original"
}

func checkSide(header metadata.MD, wanted string) {
	if got := header.Get("x-answered-by"); len(got) != 1 || got[0] != wanted {
		log.Fatalf("answered by %v, expected %s", got, wanted)
	}
}

func eachOf(count int, call func(i int)) {
	numbers := make(chan int)
	var calls sync.WaitGroup
	for range min(count, atATime) {
		calls.Add(1)
		go func() {
			defer calls.Done()
			for i := range numbers {
				call(i)
			}
		}()
	}
	for i := range count {
		numbers <- i
	}
	close(numbers)
	calls.Wait()
}

func interleaved(ctx context.Context, connection *grpc.ClientConn, count int) {
	client := testgrpc.NewTestServiceClient(connection)
	eachOf(count, func(i int) {
		ctx, wanted := side(ctx, i)
		sent, wantedSize := rand.Intn(4096), rand.Intn(4096)
		var header metadata.MD
		answer, err := client.UnaryCall(ctx, &testgrpc.SimpleRequest{ResponseSize: int32(wantedSize),
			Payload: interop.ClientNewPayload(testgrpc.PayloadType_COMPRESSABLE, sent)}, grpc.Header(&header))
		if err != nil {
			log.Fatalf("call %d: %v", i, err)
		}
		if len(answer.Payload.GetBody()) != wantedSize {
			log.Fatalf("call %d: %d bytes, expected %d", i, len(answer.Payload.GetBody()), wantedSize)
		}
		checkSide(header, wanted)
	})
}

// Streams that nobody answers end at their deadline, and leave the connection as it was.
func deadlines(ctx context.Context, connection *grpc.ClientConn, count int) {
	client := testgrpc.NewTestServiceClient(connection)
	eachOf(count, func(i int) {
		ctx, _ := side(ctx, i)
		ctx, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
		defer cancel()
		stream, err := client.FullDuplexCall(ctx)
		if err == nil {
			_, err = stream.Recv()
		}
		if status.Code(err) != codes.DeadlineExceeded {
			log.Fatalf("stream %d: %v, expected its deadline", i, err)
		}
	})
	interleaved(ctx, connection, 200)
}

func cancelled(ctx context.Context, connection *grpc.ClientConn, count int) {
	client := testgrpc.NewTestServiceClient(connection)
	eachOf(count, func(i int) {
		ctx, wanted := side(ctx, i)
		ctx, cancel := context.WithCancel(ctx)
		stream := open(ctx, client)
		pingPong(stream, 1024)
		header, _ := stream.Header()
		checkSide(header, wanted)
		cancel()
		if _, err := stream.Recv(); status.Code(err) != codes.Canceled {
			log.Fatalf("stream %d: %v, expected that it was cancelled", i, err)
		}
	})
	interleaved(ctx, connection, 200)
}

// A tenth of the streams isn't read for a while, and holds up none of the others.
func stalled(ctx context.Context, connection *grpc.ClientConn, count int) {
	const messages, bytes = 64, 256 * 1024
	client := testgrpc.NewTestServiceClient(connection)
	streams := make([]testgrpc.TestService_FullDuplexCallClient, count)
	for i := range streams {
		ctx, _ := side(ctx, i)
		streams[i] = open(ctx, client)
	}
	unread := streams[:count/10]
	for _, stream := range unread {
		request := &testgrpc.StreamingOutputCallRequest{}
		for range messages {
			request.ResponseParameters = append(request.ResponseParameters, &testgrpc.ResponseParameters{Size: bytes})
		}
		if err := stream.Send(request); err != nil {
			log.Fatal(err)
		}
	}
	began := time.Now()
	eachOf(count-len(unread), func(i int) {
		for range 50 {
			pingPong(streams[len(unread)+i], 8*1024)
		}
	})
	if took := time.Since(began); took > 30*time.Second {
		log.Fatalf("%d streams needed %v beside %d that nobody read", count-len(unread), took, len(unread))
	}
	for i, stream := range unread {
		for range messages {
			answer, err := stream.Recv()
			if err != nil || len(answer.Payload.GetBody()) != bytes {
				log.Fatalf("unread stream %d: %v", i, err)
			}
		}
	}
	for i, stream := range streams {
		header, _ := stream.Header()
		_, wanted := side(ctx, i)
		checkSide(header, wanted)
		if err := stream.CloseSend(); err != nil {
			log.Fatal(err)
		}
		if _, err := stream.Recv(); !errors.Is(err, io.EOF) {
			log.Fatalf("stream %d: %v, expected its end", i, err)
		}
	}
}

func open(ctx context.Context, client testgrpc.TestServiceClient) testgrpc.TestService_FullDuplexCallClient {
	stream, err := client.FullDuplexCall(ctx)
	if err != nil {
		log.Fatal(err)
	}
	return stream
}

func pingPong(stream testgrpc.TestService_FullDuplexCallClient, bytes int) {
	request := &testgrpc.StreamingOutputCallRequest{
		ResponseParameters: []*testgrpc.ResponseParameters{{Size: int32(bytes)}},
		Payload:            interop.ClientNewPayload(testgrpc.PayloadType_COMPRESSABLE, bytes)}
	if err := stream.Send(request); err != nil {
		log.Fatal(err)
	}
	if answer, err := stream.Recv(); err != nil || len(answer.Payload.GetBody()) != bytes {
		log.Fatalf("answer to %d bytes: %v", bytes, err)
	}
}
