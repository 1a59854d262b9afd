import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Scanner;

public class Driver {
  public static void main(String[] args) throws Exception {
    Scanner lines = new Scanner(System.in, "UTF-8");
    while (lines.hasNextLine()) {
      String[] fields = lines.nextLine().split("\t", -1);
      Map<String, String> headers = new HashMap<>();
      if (!fields[2].equals("-")) headers.put("x-openclaw-timestamp", text(fields[2]));
      if (!fields[3].equals("-")) headers.put("x-openclaw-signature", text(fields[3]));
      byte[] body = Base64.getDecoder().decode(fields[4]);
      System.out.println(Verify.verify(text(fields[1]), headers, body, Long.parseLong(fields[0])));
    }
  }

  private static String text(String base64) {
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }
}
