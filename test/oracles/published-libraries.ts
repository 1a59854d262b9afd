// Libraries that check what is signed with a published key: the key stands on a server of the test, with a certificate
// of its own authority, and the library is led there under the vendor's name.
import { execFileSync } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { Agent, createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import { createPrivateCa } from "../support/private-ca.ts";
import { load } from "./load.ts";
import { post, type Oracle } from "./oracle.ts";

const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const privateKey = rsa.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
const jwk = { ...rsa.publicKey.export({ format: "jwk" }), kid: "key-1", use: "sig", alg: "RS256" };

/** As Amazon and PayPal publish theirs. */
export const SIGNER = signer();
const SNS_HOST = "sns.us-east-1.amazonaws.com";
const TOPIC = "arn:aws:sns:us-east-1:123456789012:orders";
const CERT_URL = `https://${SNS_HOST}/SimpleNotificationService-${"0a".repeat(16)}.pem`;
const AUDIENCE = "https://me.example.com/hooks/a";
const ACCOUNT = "push@project.iam.gserviceaccount.com";

function signer(): { certificate: string; privateKey: string } {
  const folder = mkdtempSync(join(tmpdir(), "signer-"));
  const args =
    "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=x";
  try {
    execFileSync("openssl", args.split(" "), { cwd: folder, stdio: "pipe" });
    const [certificate = "", key = ""] = ["cert.pem", "key.pem"].map((name) =>
      readFileSync(join(folder, name), "utf8"),
    );
    return { certificate, privateKey: key };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

let agent: Promise<Agent> | undefined;

/** Every connection goes to the test's own server, whose certificate is for Amazon's name. */
function leadToTest(): Promise<Agent> {
  agent ??= (async () => {
    const ca = createPrivateCa();
    const server = createServer(ca.issue(SNS_HOST), (_, response) => {
      response.end(SIGNER.certificate);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    server.unref();
    const { port } = server.address() as AddressInfo;
    const led = new Agent();
    const trust = ca.ca;
    ca.dispose();
    led.createConnection = () =>
      connect({ host: "127.0.0.1", port, servername: SNS_HOST, ca: trust });
    return led;
  })();
  return agent;
}

function snsMessage(version: "1" | "2", body: string, now: number): object {
  return {
    Type: "Notification",
    MessageId: "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324",
    TopicArn: TOPIC,
    ...(version === "2" && { Subject: "My first message" }),
    Message: body,
    Timestamp: new Date(now).toISOString(),
    SignatureVersion: version,
    SigningCertURL: CERT_URL,
    UnsubscribeURL: `https://${SNS_HOST}/?Action=Unsubscribe&SubscriptionArn=${TOPIC}:c9135db0`,
  };
}

export const PUBLISHED_LIBRARIES: readonly Oracle[] = [
  ...(["1", "2"] as const).map((version): Oracle => ({
    preset: "sns",
    secret: "there-is-none",
    keys: [SIGNER.certificate],
    expect: { TopicArn: [TOPIC] },
    privateKey: SIGNER.privateKey,
    headers: {
      "content-type": "text/plain; charset=UTF-8",
      "x-amz-sns-message-type": "Notification",
    },
    schemeAt: version === "2" ? 0 : 3,
    wrap: (body, now) => JSON.stringify(snsMessage(version, body, now)),
    accepts: async (_, body) => {
      const Validator = load("sns-payload-validator");
      const library = new Validator({ requestAgent: await leadToTest() });
      return library.validate(body);
    },
  })),
  {
    preset: "paypal",
    secret: "9XL90610J3647323C",
    keys: [SIGNER.certificate],
    privateKey: SIGNER.privateKey,
    headers: { "paypal-cert-url": "https://api.paypal.com/v1/notifications/certs/CERT-360caa42" },
    // As PayPal's own sample does it, with the package that the sample uses for the CRC.
    accepts: async ({ headers }, body) => {
      const { createVerify } = await import("node:crypto");
      const library = load("buffer-crc32");
      const crc: number = (library.default ?? library).unsigned(Buffer.from(body));
      const text = `${headers["paypal-transmission-id"]}|${headers["paypal-transmission-time"]}|9XL90610J3647323C|${crc}`;
      return createVerify("SHA256")
        .update(text)
        .verify(SIGNER.certificate, headers["paypal-transmission-sig"] ?? "", "base64");
    },
  },
  {
    preset: "pubsub",
    secret: "there-is-none",
    keys: [JSON.stringify(jwk)],
    expect: { aud: [AUDIENCE], email: [ACCOUNT] },
    unboundThere: true,
    sign: (body) => {
      const claims = { email: ACCOUNT, email_verified: true };
      const token = load("jsonwebtoken").sign(claims, privateKey, {
        algorithm: "RS256",
        keyid: "key-1",
        issuer: "https://accounts.google.com",
        audience: AUDIENCE,
        expiresIn: 3600,
      });
      return post(body, { authorization: `Bearer ${token}` });
    },
    accepts: async ({ headers }) => {
      const { OAuth2Client } = load("google-auth-library");
      const token = (headers["authorization"] ?? "").replace("Bearer ", "");
      const certificates = { "key-1": rsa.publicKey.export({ type: "spki", format: "pem" }) };
      const issuers = ["https://accounts.google.com"];
      return new OAuth2Client().verifySignedJwtWithCertsAsync(
        token,
        certificates,
        AUDIENCE,
        issuers,
      );
    },
  },
];
