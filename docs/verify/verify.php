<?php

/** Whether these bytes are from the Gateway and of now. `$headers`: names in lower case. */
function verify(string $secret, array $headers, string $body, ?int $now = null): bool
{
    $timestamp = $headers['x-openclaw-timestamp'] ?? '';
    if (!preg_match('/^[0-9]{1,12}$/D', $timestamp) || abs(($now ?? time()) - (int) $timestamp) > 300) {
        return false;
    }
    $expected = 'sha256=' . hash_hmac('sha256', "$timestamp.$body", $secret);
    // Several while one secret takes another's place.
    foreach (explode(',', $headers['x-openclaw-signature'] ?? '') as $given) {
        if (hash_equals($expected, $given)) {
            return true;
        }
    }
    return false;
}
