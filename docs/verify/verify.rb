require "openssl"

# Whether these bytes are from the Gateway and of now. +headers+: names in lower case.
def verify(secret, headers, body, now = Time.now.to_i)
  timestamp = headers["x-openclaw-timestamp"].to_s
  return false unless timestamp.match?(/\A[0-9]{1,12}\z/) && (now - timestamp.to_i).abs <= 300

  signed = "#{timestamp}.".b + body.b
  expected = "sha256=#{OpenSSL::HMAC.hexdigest("SHA256", secret, signed)}"
  # Several while one secret takes another's place.
  headers["x-openclaw-signature"].to_s.split(",").any? do |given|
    given.bytesize == expected.bytesize && OpenSSL.fixed_length_secure_compare(given, expected)
  end
end
