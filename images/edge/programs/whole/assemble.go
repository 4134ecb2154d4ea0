// Package whole puts the proxy's config together from its parts, and chooses what its next worker may take over.
package whole

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// What lines begin with that the proxy does not read as they stand: those of a part are entries of the maps, or rules for the
// listeners of the base part; those of the base part say where these rules go, and what is written for each service, or only where
// there is one.
const (
	routeMark       = "#@routes "
	otherMark       = "#@other "
	ruleMark        = "#@rules "
	rulesPlace      = "#@rules"
	anyServiceMark  = "#@any-service "
	eachServiceMark = "#@each-service "
	// What stands for a service's name in a line that is written for each.
	serviceName = "@"
	// Begins what a route has in the place of a service: a redirect.
	redirect = ">"
)

// Assemble makes the whole of base.cfg and parts/*.cfg in folder `from`: haproxy.cfg, routes.map and other.map in folder `to`.
func Assemble(from, to string) error {
	base, err := os.ReadFile(filepath.Join(from, "base.cfg"))
	if err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(from, "parts", "*.cfg"))
	if err != nil {
		return err
	}
	var parts bytes.Buffer
	for _, file := range files {
		part, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		parts.WriteByte('\n')
		parts.Write(part)
	}
	routes := marked(parts.String(), routeMark, "")
	config := fill(string(base), servicesOf(routes), marked(parts.String(), ruleMark, "  ")) + parts.String()
	for name, text := range map[string]string{
		"routes.map":  routes,
		"other.map":   marked(parts.String(), otherMark, ""),
		"haproxy.cfg": config,
	} {
		if err := os.WriteFile(filepath.Join(to, name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

// marked returns the lines that begin with a mark, which gives way to `instead`.
func marked(text, mark, instead string) string {
	var found strings.Builder
	for line := range strings.Lines(text) {
		if rest, is := strings.CutPrefix(line, mark); is {
			found.WriteString(instead + rest)
		}
	}
	return found.String()
}

// servicesOf returns whom the routes lead to, each once, in the order of the routes.
func servicesOf(routes string) []string {
	var services []string
	for line := range strings.Lines(routes) {
		fields := strings.Fields(line)
		if len(fields) < 2 || strings.HasPrefix(fields[1], redirect) || slices.Contains(services, fields[1]) {
			continue
		}
		services = append(services, fields[1])
	}
	return services
}

// fill returns the base part with what services have for it.
func fill(base string, services []string, rules string) string {
	var filled strings.Builder
	for line := range strings.Lines(base) {
		text := strings.TrimLeft(line, " ")
		indent := line[:len(line)-len(text)]
		switch {
		case strings.TrimSpace(line) == rulesPlace:
			filled.WriteString(rules)
		case strings.HasPrefix(text, anyServiceMark):
			if len(services) > 0 {
				filled.WriteString(indent + strings.TrimPrefix(text, anyServiceMark))
			}
		case strings.HasPrefix(text, eachServiceMark):
			for _, service := range services {
				filled.WriteString(indent + strings.ReplaceAll(strings.TrimPrefix(text, eachServiceMark), serviceName, service))
			}
		default:
			filled.WriteString(line)
		}
	}
	return filled.String()
}
