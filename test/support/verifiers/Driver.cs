using System;
using System.Collections.Generic;
using System.Text;

public static class Driver
{
    public static void Main()
    {
        string line;
        while ((line = Console.ReadLine()) != null)
        {
            string[] fields = line.Split('\t');
            var headers = new Dictionary<string, string>();
            if (fields[2] != "-") headers["x-openclaw-timestamp"] = Text(fields[2]);
            if (fields[3] != "-") headers["x-openclaw-signature"] = Text(fields[3]);
            byte[] body = Convert.FromBase64String(fields[4]);
            bool valid = Webhooks.Verify(Text(fields[1]), headers, body, long.Parse(fields[0]));
            Console.WriteLine(valid ? "true" : "false");
        }
    }

    private static string Text(string base64)
    {
        return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
    }
}
