// Package failpoint ends this process where a test asks for it.
package failpoint

import (
	"os"
	"syscall"
)

// Variable names the point at which to strike.
const Variable = "TIDEGATE_FAIL_POINT"

// Reach dies here as if the machine had lost power, when a test says so.
func Reach(name string) {
	if os.Getenv(Variable) != name {
		return
	}
	syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}
