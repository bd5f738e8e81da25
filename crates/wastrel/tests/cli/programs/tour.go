// Exercises what a Go program asks of WASI: arguments, the environment, files, sleeping, many goroutines, recovery from
// a panic, and an exit status.
package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sort"
	"strings"
	"sync"
	"time"
)

func divide(a, b int) (result int, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("recovered: %v", r)
		}
	}()
	return a / b, nil
}

func sum(n int) int {
	results := make(chan int)
	var group sync.WaitGroup
	for i := range n {
		group.Add(1)
		go func() {
			defer group.Done()
			results <- i * i
		}()
	}
	go func() {
		group.Wait()
		close(results)
	}()
	total := 0
	for result := range results {
		total += result
	}
	return total
}

func main() {
	fmt.Println(strings.Join(os.Args[1:], ","), os.Getenv("COLOUR"))

	text, err := os.ReadFile("/input")
	fmt.Printf("%q %v %x\n", text, err, sha256.Sum256(text))
	_, err = os.ReadFile("/missing")
	fmt.Println(errors.Is(err, fs.ErrNotExist))
	if err := os.MkdirAll("/made/here", 0o755); err != nil {
		fmt.Println(err)
	}
	if err := os.WriteFile("/made/here/output", []byte("from Go\n"), 0o644); err != nil {
		fmt.Println(err)
	}
	if err := os.Rename("/made/here/output", "/output"); err != nil {
		fmt.Println(err)
	}
	entries, err := os.ReadDir("/")
	names := []string{}
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	sort.Strings(names)
	fmt.Println(names, err)

	_, err = divide(1, 0)
	fmt.Println(err)
	fmt.Println(sum(1000))

	start := time.Now()
	time.Sleep(20 * time.Millisecond)
	slept := time.Since(start)
	fmt.Println(slept >= 20*time.Millisecond, slept < 20*time.Second)
	os.Exit(7)
}
