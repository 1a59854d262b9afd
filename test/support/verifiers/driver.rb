require "base64"
require File.join(ARGV.shift, "verify")

$stdin.each_line(chomp: true) do |line|
  now, secret, timestamp, signature, body = line.split("\t", -1)
  headers = {}
  headers["x-openclaw-timestamp"] = Base64.decode64(timestamp) unless timestamp == "-"
  headers["x-openclaw-signature"] = Base64.decode64(signature) unless signature == "-"
  puts verify(Base64.decode64(secret), headers, Base64.decode64(body), now.to_i)
end
