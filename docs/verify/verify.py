import hashlib
import hmac
import re
import time


def verify(secret, headers, body, now=None):
    """Whether these bytes are from the Gateway and of now. `headers`: names in lower case; `body`: bytes."""
    timestamp = headers.get("x-openclaw-timestamp", "")
    if not re.fullmatch(r"[0-9]{1,12}", timestamp):
        return False
    now = time.time() if now is None else now
    if abs(now - int(timestamp)) > 300:
        return False
    signed = timestamp.encode() + b"." + body
    expected = "sha256=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    # Several while one secret takes another's place.
    given = headers.get("x-openclaw-signature", "").split(",")
    return any(hmac.compare_digest(each.encode(), expected.encode()) for each in given)
