package session

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strconv"
	"strings"
)

const (
	maxBody      = 1 << 20
	maxBodyBytes = "16777216"
)

// synthetic is the mark of a request that stands in for users'. The proxy's config knows it.
var synthetic = [2]string{"X-Tidegate-Synthetic", "true"}

// request is one that is sent from inside the edge.
type request struct {
	// Seconds it may take.
	Within float64 `json:"within"`
	// A unix socket, an address with port, or `-` for the public listener.
	To      string      `json:"to"`
	Host    string      `json:"host"`
	Path    string      `json:"path"`
	Method  string      `json:"method"`
	Headers [][2]string `json:"headers"`
	// Nothing is sent where it is null.
	Body *string `json:"body"`
}

// response is what came of it. Status is 0 where no answer came.
type response struct {
	Status   int                 `json:"status"`
	Seconds  float64             `json:"seconds"`
	Redirect string              `json:"redirect"`
	Problem  string              `json:"problem"`
	Headers  map[string][]string `json:"headers"`
	body     []byte
}

// request sends one request, told as JSON, and tells what came of it as JSON, then the body in base64. One to whom whoever asks may
// send nothing is an unknown question.
func (session *session) request(told string) (exitCode int, err error) {
	var asked request
	if err := json.Unmarshal([]byte(told), &asked); err != nil {
		return 0, errors.New("a request that is no JSON") // without the text, which may hold a password
	}
	if session.edge.Allowed != nil {
		switch {
		case asked.To == "-":
			asked.Headers = append(asked.Headers, synthetic)
		case !session.isOwnPool(asked.To):
			return unknownQuestion, nil
		}
	}
	answer, err := send(asked)
	if err != nil {
		return 0, err
	}
	text, err := json.Marshal(answer)
	if err != nil {
		return 0, err
	}
	fmt.Fprintf(session.out, "%s\n%s\n", text, base64.StdEncoding.EncodeToString(answer.body))
	return 0, nil
}

// isOwnPool says whether a socket is the one of a pool of the service that the questions are about.
func (session *session) isOwnPool(socket string) bool {
	return slices.ContainsFunc([]string{"blue", "green"}, func(color string) bool {
		return socket == fmt.Sprintf("%s/%s.%s.sock", session.edge.Run, session.edge.Service, color)
	})
}

// ask does the same for a plain one, in words: seconds, to whom, host and path. It tells status, seconds, who answered, where a
// redirect leads and what went wrong, then the body in base64. Versions before 0.7.0 ask this way.
func (session *session) ask(arguments string) error {
	parts := strings.SplitN(arguments, " ", 4)
	if len(parts) < 4 {
		return fmt.Errorf("a request without a path: %q", arguments)
	}
	within, err := strconv.ParseFloat(parts[0], 64)
	if err != nil {
		return err
	}
	answer, err := send(request{Within: within, To: parts[1], Host: parts[2], Path: parts[3], Method: "GET"})
	if err != nil {
		return err
	}
	by := strings.Join(answer.Headers["x-tidegate-backend"], "")
	fmt.Fprintln(session.out, answer.Status, answer.Seconds, by, answer.Redirect, answer.Problem)
	fmt.Fprintln(session.out, base64.StdEncoding.EncodeToString(answer.body))
	return nil
}

// send has curl send a request. Its headers and body may hold a password: they come to curl through pipes, so that they stand in
// no command line and no file. What goes wrong on the way is part of the answer.
func send(asked request) (response, error) {
	origin, way := "http://"+asked.To, []string(nil)
	switch {
	case asked.To == "-":
		origin = "http://127.0.0.1:8080"
	case strings.HasPrefix(asked.To, "/"):
		origin, way = "http://edge", []string{"--unix-socket", asked.To}
	}
	config := &strings.Builder{}
	set := func(option, value string) { fmt.Fprintf(config, "%s = %s\n", option, quote(value)) }
	set("url", origin+asked.Path)
	headers := append([][2]string{{"Host", asked.Host}, {"User-Agent", "tidegate-smoke"}}, asked.Headers...)
	for _, header := range headers {
		set("header", header[0]+": "+header[1])
	}
	if asked.Body != nil {
		set("data-raw", *asked.Body) // one that begins with @ names no file
	}
	if asked.Method == "HEAD" {
		fmt.Fprintln(config, "head") // curl would wait for a body otherwise
	} else {
		set("request", asked.Method)
	}
	command := exec.Command("curl", append(way, "--disable", "--config", "-", "-s", "--path-as-is", "--globoff",
		"-w", `%{stderr}{"headers":%{header_json},"ended":%{json}}`,
		"--max-time", strconv.FormatFloat(asked.Within, 'f', -1, 64), "--max-filesize", maxBodyBytes)...)
	body, ended := &head{}, &bytes.Buffer{}
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(config.String()), body, ended
	var failed *exec.ExitError
	if err := command.Run(); err != nil && !errors.As(err, &failed) {
		return response{}, err
	}
	var told struct {
		Headers map[string][]string
		Ended   struct {
			Code     int     `json:"http_code"`
			Seconds  float64 `json:"time_total"`
			Redirect *string `json:"redirect_url"`
			Problem  *string `json:"errormsg"`
		}
	}
	if err := json.Unmarshal(ended.Bytes(), &told); err != nil {
		return response{}, fmt.Errorf("curl told what is no JSON: %w", err)
	}
	answer := response{Status: told.Ended.Code, Seconds: told.Ended.Seconds, Headers: told.Headers}
	if asked.Method != "HEAD" { // what curl writes then are the headers
		answer.body = body.Bytes()
	}
	if told.Ended.Redirect != nil {
		answer.Redirect = *told.Ended.Redirect
	}
	if told.Ended.Problem != nil {
		answer.Problem = *told.Ended.Problem
	}
	return answer, nil
}

// quote writes a value as a curl config file has it.
func quote(value string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\t", `\t`, "\n", `\n`, "\r", `\r`, "\v", `\v`).Replace(value) + `"`
}

// head keeps the first maxBody bytes of what is written to it.
type head struct{ bytes.Buffer }

func (head *head) Write(text []byte) (int, error) {
	if room := maxBody - head.Len(); room < len(text) {
		head.Buffer.Write(text[:max(room, 0)])
		return len(text), nil
	}
	return head.Buffer.Write(text)
}

var _ io.Writer = (*head)(nil)
