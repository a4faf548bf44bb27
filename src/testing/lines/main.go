// lines writes numbered lines at a steady rate, so that a reader can tell which are missing and which came twice:
// "START NUMBER HOST FILL", and at the end "START end LAST". START is the time at which this process began, so it differs
// after each restart.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

func main() {
	rate := flag.Int("rate", 50, "lines per second")
	count := flag.Int("count", 1000, "lines; then it is silent until SIGTERM")
	exit := flag.Int("exit", 0, "exit with 1 after so many lines")
	until := flag.Int64("until", 0, "seconds since 1970 after which -exit is ignored")
	flag.Parse()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	start := time.Now().UnixNano()
	out := bufio.NewWriterSize(os.Stdout, 64*1024)
	host, _ := os.Hostname()
	fill := strings.Repeat("x", 60)
	written := 0
	end := func() {
		fmt.Fprintf(out, "%d end %d\n", start, written)
		out.Flush()
	}
	tick := time.NewTicker(20 * time.Millisecond)
	for begun := time.Now(); written < *count; {
		select {
		case <-stop:
			end()
			return
		case <-tick.C:
		}
		for due := int(time.Since(begun).Seconds() * float64(*rate)); written < due && written < *count; {
			written++
			fmt.Fprintf(out, "%d %d %s %s\n", start, written, host, fill)
		}
		out.Flush()
		if *exit > 0 && written >= *exit && time.Now().Unix() < *until {
			end()
			os.Exit(1)
		}
	}
	end()
	<-stop
}
