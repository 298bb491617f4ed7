import { X509Certificate } from 'node:crypto';
import type { CertificateDto } from '../../shared/dto';

/** Of a distinguished name: whoever makes a certificate chooses it, and it is shown and logged. */
const MAX_NAME = 200;

/** "CN=unilock.firma.example, O=Firma": one line, and no characters that a terminal or a log would act on. */
const nameOf = (distinguished: string): string =>
  distinguished
    .split('\n')
    .reverse()
    .join(', ')
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?')
    .slice(0, MAX_NAME);

/** "Nov 27 04:36:45 2027 GMT" as ISO 8601; "" where it is no time. */
function isoOf(text: string): string {
  const at = Date.parse(text);
  return Number.isNaN(at) ? '' : new Date(at).toISOString();
}

/**
 * What a certificate says of itself.
 * @param certificate DER, or PEM
 * @throws Error when it is neither
 */
export function describeCertificate(certificate: Buffer | string): CertificateDto {
  const x509 = new X509Certificate(certificate);
  return {
    subject: nameOf(x509.subject),
    issuer: nameOf(x509.issuer),
    validFrom: isoOf(x509.validFrom),
    validTo: isoOf(x509.validTo),
    sha256: x509.fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

const PEM = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/**
 * The certificates of a file, as PEM or DER, each as PEM.
 * @returns null when the file holds none that can be understood
 */
export function readCertificates(
  file: Buffer,
): readonly { readonly pem: string; readonly facts: CertificateDto; readonly isAuthority: boolean }[] | null {
  const texts = file.toString('latin1').match(PEM);
  const found: { pem: string; facts: CertificateDto; isAuthority: boolean }[] = [];
  try {
    for (const each of texts ?? [file]) {
      const x509 = new X509Certificate(each);
      found.push({ pem: x509.toString().trim(), facts: describeCertificate(x509.raw), isAuthority: x509.ca });
    }
  } catch {
    // A private key, a PKCS#12 file, a text: whoever chose it is told that it is no certificate.
    return null;
  }
  return found;
}
