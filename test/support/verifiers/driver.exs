[folder] = System.argv()
Code.require_file("verify.exs", folder)

for line <- IO.stream(:stdio, :line) do
  [now, secret, timestamp, signature, body] = line |> String.trim_trailing("\n") |> String.split("\t")

  headers =
    for {name, value} <- [{"x-openclaw-timestamp", timestamp}, {"x-openclaw-signature", signature}],
        value != "-",
        into: %{},
        do: {name, Base.decode64!(value)}

  secret
  |> Base.decode64!()
  |> Webhooks.verify(headers, Base.decode64!(body), String.to_integer(now))
  |> IO.puts()
end
