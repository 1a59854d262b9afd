using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

public static class Webhooks
{
    /// <summary>Whether these bytes are from the Gateway and of now. Names of headers in lower case; now in seconds.</summary>
    public static bool Verify(string secret, IDictionary<string, string> headers, byte[] body, long now)
    {
        headers.TryGetValue("x-openclaw-timestamp", out string timestamp);
        headers.TryGetValue("x-openclaw-signature", out string signatures);
        if (!Regex.IsMatch(timestamp ?? "", "^[0-9]{1,12}\\z") || Math.Abs(now - long.Parse(timestamp)) > 300) return false;
        byte[] signed = Encoding.UTF8.GetBytes(timestamp + ".").Concat(body).ToArray();
        using (var hmac = new HMACSHA256(Encoding.UTF8.GetBytes(secret)))
        {
            string hex = BitConverter.ToString(hmac.ComputeHash(signed)).Replace("-", "").ToLowerInvariant();
            byte[] expected = Encoding.UTF8.GetBytes("sha256=" + hex);
            // Several while one secret takes another's place.
            return (signatures ?? "").Split(',')
                .Any(given => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), expected));
        }
    }
}
