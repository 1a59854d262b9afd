use strict;
use warnings;
use Digest::SHA qw(hmac_sha256 hmac_sha256_hex);

# Whether these bytes are from the Gateway and of now. $headers: names in lower case; $secret and $body: bytes.
sub verify {
    my ($secret, $headers, $body, $now) = @_;
    $now //= time;
    my $timestamp = $headers->{'x-openclaw-timestamp'} // '';
    return 0 unless $timestamp =~ /\A[0-9]{1,12}\z/ && abs($now - $timestamp) <= 300;
    my $expected = 'sha256=' . hmac_sha256_hex("$timestamp.$body", $secret);

    # Several while one secret takes another's place. Compared by their hashes, which takes as long wherever they differ.
    for my $given (split /,/, $headers->{'x-openclaw-signature'} // '') {
        return 1 if hmac_sha256($given, $secret) eq hmac_sha256($expected, $secret);
    }
    return 0;
}

1;
