defmodule Webhooks do
  @doc "Whether these bytes are from the Gateway and of now. `headers`: a map, names in lower case."
  def verify(secret, headers, body, now \\ System.os_time(:second)) do
    timestamp = Map.get(headers, "x-openclaw-timestamp", "")

    if timestamp =~ ~r/\A[0-9]{1,12}\z/ and abs(now - String.to_integer(timestamp)) <= 300 do
      mac = :crypto.mac(:hmac, :sha256, secret, [timestamp, ".", body])
      expected = "sha256=" <> Base.encode16(mac, case: :lower)

      # Several while one secret takes another's place.
      headers
      |> Map.get("x-openclaw-signature", "")
      |> String.split(",")
      |> Enum.any?(&(byte_size(&1) == byte_size(expected) and :crypto.hash_equals(&1, expected)))
    else
      false
    end
  end
end
