// The same work as in benches/side_by_side, by Go's run.Group: actors that are parked each on a channel of its own, the
// first of which ends; each interrupt closes its actor's channel. Prints tab-separated lines for benches/results/go.tsv.
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"time"

	"github.com/oklog/run"
)

const (
	rounds = 101
	parked = 10000
)

// An argument, so that the compiler does not know how an actor ends.
var failed error

// whole is a whole run: the first actor ends at once, the others wait.
func whole(n int) {
	var group run.Group
	stop := make(chan struct{})
	group.Add(func() error { return failed }, func(error) { close(stop) })
	wait(&group, n-1)
	if err := group.Run(); err != nil {
		panic(err)
	}
}

// wait adds n actors that wait.
func wait(group *run.Group, n int) {
	for i := 0; i < n; i++ {
		stop := make(chan struct{})
		group.Add(func() error { <-stop; return failed }, func(error) { close(stop) })
	}
}

func median(values []float64) float64 {
	sort.Float64s(values)
	return values[len(values)/2]
}

func lifecycle(n int) {
	batch := 40000 / n
	whole(n)
	nanoseconds := make([]float64, rounds)
	for round := range nanoseconds {
		start := time.Now()
		for i := 0; i < batch; i++ {
			whole(n)
		}
		nanoseconds[round] = float64(time.Since(start).Nanoseconds()) / float64(batch)
	}
	line("lifecycle/at once", n, median(nanoseconds), "ns")

	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for i := 0; i < batch; i++ {
		whole(n)
	}
	runtime.ReadMemStats(&after)
	line("allocations", n, float64(after.Mallocs-before.Mallocs)/float64(batch), "allocations")
	line("allocated", n, float64(after.TotalAlloc-before.TotalAlloc)/float64(batch), "bytes")
}

// memory is what a group of n takes that waits: its heap, and the stacks of its goroutines.
func memory(n int) {
	before, running := inUse(), runtime.NumGoroutine()
	for i := 0; i < parked; i++ {
		group := new(run.Group)
		wait(group, n)
		go group.Run()
	}
	for runtime.NumGoroutine() < running+parked*(n+1) {
		runtime.Gosched()
	}
	line("memory", n, float64(inUse()-before)/parked, "bytes")
}

func inUse() uint64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc + stats.StackInuse
}

func line(metric string, n int, value float64, unit string) {
	fmt.Printf("%s\t%d\tGo run.Group\t%.1f\t%s\n", metric, n, value, unit)
}

func main() {
	if len(os.Args) > 1 {
		failed = fmt.Errorf("%s", os.Args[1])
	}
	for _, n := range []int{2, 8, 64} {
		lifecycle(n)
	}
	// The last, since its groups are left waiting.
	memory(8)
}
