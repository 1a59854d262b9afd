import base64
import sys

sys.path.insert(0, sys.argv[1])
from verify import verify

for line in sys.stdin:
    now, *fields = line.rstrip("\n").split("\t")
    secret, timestamp, signature, body = (
        None if field == "-" else base64.b64decode(field) for field in fields
    )
    given = {"x-openclaw-timestamp": timestamp, "x-openclaw-signature": signature}
    headers = {name: value.decode() for name, value in given.items() if value is not None}
    print("true" if verify(secret.decode(), headers, body, int(now)) else "false")
