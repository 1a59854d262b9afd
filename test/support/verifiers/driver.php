<?php

require $argv[1] . '/verify.php';

while (($line = fgets(STDIN)) !== false) {
    [$now, $secret, $timestamp, $signature, $body] = explode("\t", rtrim($line, "\n"));
    $headers = [];
    if ($timestamp !== '-') {
        $headers['x-openclaw-timestamp'] = base64_decode($timestamp);
    }
    if ($signature !== '-') {
        $headers['x-openclaw-signature'] = base64_decode($signature);
    }
    $valid = verify(base64_decode($secret), $headers, base64_decode($body), (int) $now);
    echo $valid ? "true\n" : "false\n";
}
