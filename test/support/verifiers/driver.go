package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"example/webhooks"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		fields := strings.Split(lines.Text(), "\t")
		now, _ := strconv.ParseInt(fields[0], 10, 64)
		headers := http.Header{}
		for index, name := range []string{"X-OpenClaw-Timestamp", "X-OpenClaw-Signature"} {
			if fields[index+2] != "-" {
				headers.Set(name, string(decode(fields[index+2])))
			}
		}
		fmt.Println(webhooks.Verify(string(decode(fields[1])), headers, decode(fields[4]), time.Unix(now, 0)))
	}
}

func decode(text string) []byte {
	bytes, _ := base64.StdEncoding.DecodeString(text)
	return bytes
}
