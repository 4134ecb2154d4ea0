// Package durable changes files so that whoever is killed, and whenever, leaves all of a change or none of it.
package durable

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"
)

const lockPause = 5 * time.Millisecond

// BusyError says that others hold a lock.
type BusyError struct{ Within time.Duration }

func (busy BusyError) Error() string {
	return fmt.Sprintf("others have held the edge's lock for %.0f s", busy.Within.Seconds())
}

// ExitCode is the one that the control knows a held lock by.
func (BusyError) ExitCode() int { return 75 }

// Lock is held until it is released, or until its process ends, however that ends.
type Lock struct{ file *os.File }

// Acquire takes the lock that a file stands for, as flock(1) does. It ends with a BusyError where others hold it for too long.
func Acquire(path string, within time.Duration) (*Lock, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for deadline := time.Now().Add(within); ; time.Sleep(lockPause) {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return &Lock{file}, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			file.Close()
			return nil, err
		}
		if time.Now().After(deadline) {
			file.Close()
			return nil, BusyError{within}
		}
	}
}

// Release lets others have it.
func (lock *Lock) Release() { lock.file.Close() }
