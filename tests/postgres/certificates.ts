// Certificates for one test run: an authority, a server that it signed for the name `localhost` (and not for 127.0.0.1,
// unless asked), a client that it signed for the user `app`, and another authority that signed nothing.
import "reflect-metadata";
import { webcrypto } from "node:crypto";
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  type Extension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };

interface Pair {
  readonly certificate: string;
  readonly key: string;
}

export interface Certificates {
  readonly authority: string;
  readonly otherAuthority: string;
  readonly server: Pair;
  readonly client: Pair;
}

interface Signed {
  readonly certificate: X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/** @param by absent: it signs itself */
async function sign(name: string, extension: Extension, by?: Signed): Promise<Signed> {
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const hour = 3_600_000;
  const certificate = await X509CertificateGenerator.create({
    subject: `CN=${name}`,
    issuer: by?.certificate.subject ?? `CN=${name}`,
    notBefore: new Date(Date.now() - hour),
    notAfter: new Date(Date.now() + 24 * hour),
    publicKey: keys.publicKey,
    signingKey: (by?.keys ?? keys).privateKey,
    signingAlgorithm: algorithm,
    extensions: [extension],
  });
  return { certificate, keys };
}

async function pairOf({ certificate, keys }: Signed): Promise<Pair> {
  const key = await webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return { certificate: certificate.toString("pem"), key: PemConverter.encode(key, "PRIVATE KEY") };
}

/** @param addresses IP addresses that the server's is for besides its name */
export async function makeCertificates(addresses: readonly string[] = []): Promise<Certificates> {
  const isAuthority = new BasicConstraintsExtension(true, undefined, true);
  const authority = await sign("stackschema test authority", isAuthority);
  const other = await sign("another test authority", isAuthority);
  const localhost = new SubjectAlternativeNameExtension([
    { type: "dns", value: "localhost" },
    ...addresses.map((value) => ({ type: "ip" as const, value })),
  ]);
  const forClients = new ExtendedKeyUsageExtension([ExtendedKeyUsage.clientAuth]);
  return {
    authority: authority.certificate.toString("pem"),
    otherAuthority: other.certificate.toString("pem"),
    server: await pairOf(await sign("localhost", localhost, authority)),
    client: await pairOf(await sign("app", forClients, authority)),
  };
}
