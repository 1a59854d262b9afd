package webhooks

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// Verify tells whether these bytes are from the Gateway and of now.
func Verify(secret string, headers http.Header, body []byte, now time.Time) bool {
	timestamp := headers.Get("X-OpenClaw-Timestamp")
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || now.Sub(time.Unix(seconds, 0)).Abs() > 300*time.Second {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(timestamp + "."))
	mac.Write(body)
	expected := []byte("sha256=" + hex.EncodeToString(mac.Sum(nil)))
	// Several while one secret takes another's place.
	for _, given := range strings.Split(headers.Get("X-OpenClaw-Signature"), ",") {
		if hmac.Equal([]byte(given), expected) {
			return true
		}
	}
	return false
}
