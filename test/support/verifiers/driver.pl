use strict;
use warnings;
use MIME::Base64 qw(decode_base64);

require "$ARGV[0]/verify.pl";

while (my $line = <STDIN>) {
    chomp $line;
    my ($now, $secret, $timestamp, $signature, $body) = split /\t/, $line, -1;
    my %headers;
    $headers{'x-openclaw-timestamp'} = decode_base64($timestamp) if $timestamp ne '-';
    $headers{'x-openclaw-signature'} = decode_base64($signature) if $signature ne '-';
    print verify(decode_base64($secret), \%headers, decode_base64($body), $now) ? "true\n" : "false\n";
}
