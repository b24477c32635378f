"""A sigstore of one's own, offline: a certificate authority, a certificate log and a transparency
log, so that the accepted path of an identity can be tested.

The shapes are those of sigstore's protobuf specifications (trusted root, bundle 0.3), of RFC 6962
(signed certificate timestamps) and of Rekor (entries of DSSE envelopes, signed notes).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import struct
from base64 import b64encode
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
LOG = "log.example"
_TIMESTAMPS = x509.ObjectIdentifier("1.3.6.1.4.1.11129.2.4.2")
_ISSUER = x509.ObjectIdentifier("1.3.6.1.4.1.57264.1.1")
_ROOT_TYPE = "application/vnd.dev.sigstore.trustedroot+json;version=0.1"
_BUNDLE_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
_PRECERTIFICATE = 1
_SHA256, _ECDSA = 4, 3


def text64(data: bytes) -> str:
    return b64encode(data).decode()


def new_key() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


def public_der(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def key_id(key: ec.EllipticCurvePrivateKey) -> bytes:
    return hashlib.sha256(public_der(key)).digest()


def signature(key: ec.EllipticCurvePrivateKey, data: bytes) -> bytes:
    return key.sign(data, ec.ECDSA(hashes.SHA256()))


@dataclass(frozen=True)
class Sigstore:
    """The keys of the authority and of both logs."""

    root_key: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    certificate_log: ec.EllipticCurvePrivateKey = field(default_factory=new_key)
    transparency_log: ec.EllipticCurvePrivateKey = field(default_factory=new_key)

    def root(self) -> x509.Certificate:
        """The certificate of the authority."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "root.example")])
        use = x509.KeyUsage(
            digital_signature=False,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=True,
            crl_sign=True,
            encipher_only=False,
            decipher_only=False,
        )
        own_id = x509.SubjectKeyIdentifier.from_public_key(self.root_key.public_key())
        builder = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self.root_key.public_key())
            .serial_number(1)
            .not_valid_before(NOW - dt.timedelta(days=400))
            .not_valid_after(NOW + dt.timedelta(days=4000))
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(use, critical=True)
            .add_extension(own_id, critical=False)
        )
        return builder.sign(self.root_key, hashes.SHA256())

    def trusted_root(self) -> str:
        """The trust root as sigstore's clients read it."""
        valid = {"start": "2020-01-01T00:00:00Z"}
        logs = {
            name: [
                {
                    "baseUrl": f"https://{LOG}",
                    "hashAlgorithm": "SHA2_256",
                    "publicKey": {
                        "rawBytes": text64(public_der(key)),
                        "keyDetails": "PKIX_ECDSA_P256_SHA_256",
                        "validFor": valid,
                    },
                    "logId": {"keyId": text64(key_id(key))},
                }
            ]
            for name, key in (("tlogs", self.transparency_log), ("ctlogs", self.certificate_log))
        }
        authority = {
            "subject": {"organization": "example", "commonName": "root.example"},
            "uri": "https://ca.example",
            "certChain": {
                "certificates": [{"rawBytes": text64(self.root().public_bytes(Encoding.DER))}]
            },
            "validFor": valid,
        }
        return json.dumps({"mediaType": _ROOT_TYPE, "certificateAuthorities": [authority], **logs})

    def certificate(
        self, key: ec.EllipticCurvePrivateKey, identity: str, issuer: str
    ) -> x509.Certificate:
        """A short-lived certificate for an identity, with the timestamp of the certificate log."""
        use = x509.KeyUsage(
            digital_signature=True,
            content_commitment=False,
            key_encipherment=False,
            data_encipherment=False,
            key_agreement=False,
            key_cert_sign=False,
            crl_sign=False,
            encipher_only=False,
            decipher_only=False,
        )
        signing = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING])
        from_root = x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root_key.public_key())
        builder = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([]))
            .issuer_name(self.root().subject)
            .public_key(key.public_key())
            .serial_number(7)
            .not_valid_before(NOW - dt.timedelta(minutes=1))
            .not_valid_after(NOW + dt.timedelta(minutes=9))
            .add_extension(use, critical=True)
            .add_extension(signing, critical=False)
            .add_extension(from_root, critical=False)
            .add_extension(x509.SubjectAlternativeName([x509.RFC822Name(identity)]), critical=True)
            .add_extension(x509.UnrecognizedExtension(_ISSUER, issuer.encode()), critical=False)
        )
        unstamped = builder.sign(self.root_key, hashes.SHA256())
        stamp = self._timestamp(unstamped.tbs_certificate_bytes)
        stamped = builder.add_extension(
            x509.UnrecognizedExtension(_TIMESTAMPS, stamp), critical=False
        )
        return stamped.sign(self.root_key, hashes.SHA256())

    def _timestamp(self, certificate: bytes) -> bytes:
        """A list of one signed certificate timestamp, as the extension holds it."""
        moment = int(NOW.timestamp() * 1000)
        entry = key_id(self.root_key) + len(certificate).to_bytes(3, "big") + certificate
        signed = struct.pack("!BBQH", 0, 0, moment, _PRECERTIFICATE) + entry + bytes(2)
        made = signature(self.certificate_log, signed)
        stamp = struct.pack("!B32sQH", 0, key_id(self.certificate_log), moment, 0)
        stamp += struct.pack("!BBH", _SHA256, _ECDSA, len(made)) + made
        listed = struct.pack("!H", len(stamp)) + stamp
        whole = struct.pack("!H", len(listed)) + listed
        # An octet string, in the short form of its length where that is enough.
        length = bytes([len(whole)]) if len(whole) < 128 else bytes([0x81, len(whole)])
        return b"\x04" + length + whole

    def bundle(self, payload: bytes, payload_type: str, identity: str, issuer: str) -> bytes:
        """A statement signed by an identity and entered into the log."""
        key = new_key()
        certificate = self.certificate(key, identity, issuer)
        kind = payload_type.encode()
        encoded = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)
        made = text64(signature(key, encoded))
        pem = certificate.public_bytes(Encoding.PEM)
        body = _canonical(
            {
                "apiVersion": "0.0.1",
                "kind": "dsse",
                "spec": {
                    "envelopeHash": _digest(b"envelope"),
                    "payloadHash": _digest(payload),
                    "signatures": [{"signature": made, "verifier": text64(pem)}],
                },
            }
        )
        envelope = {
            "payload": text64(payload),
            "payloadType": payload_type,
            "signatures": [{"sig": made}],
        }
        raw = text64(certificate.public_bytes(Encoding.DER))
        material = {"certificate": {"rawBytes": raw}, "tlogEntries": [self._entry(body)]}
        return json.dumps(
            {
                "mediaType": _BUNDLE_TYPE,
                "verificationMaterial": material,
                "dsseEnvelope": envelope,
            }
        ).encode()

    def _entry(self, body: bytes) -> dict[str, object]:
        """The entry of the log, which holds nothing else."""
        log_id, moment = key_id(self.transparency_log), int(NOW.timestamp())
        promise = {
            "body": text64(body),
            "integratedTime": moment,
            "logID": log_id.hex(),
            "logIndex": 0,
        }
        promised = signature(self.transparency_log, _canonical(promise))
        root = hashlib.sha256(b"\x00" + body).digest()
        note = f"{LOG}\n1\n{text64(root)}\n"
        signed = log_id[:4] + signature(self.transparency_log, note.encode())
        checkpoint = f"{note}\n\u2014 {LOG} {text64(signed)}\n"
        return {
            "logIndex": "0",
            "logId": {"keyId": text64(log_id)},
            "kindVersion": {"kind": "dsse", "version": "0.0.1"},
            "integratedTime": str(moment),
            "inclusionPromise": {"signedEntryTimestamp": text64(promised)},
            "inclusionProof": {
                "logIndex": "0",
                "rootHash": text64(root),
                "treeSize": "1",
                "hashes": [],
                "checkpoint": {"envelope": checkpoint},
            },
            "canonicalizedBody": text64(body),
        }


def _canonical(value: object) -> bytes:
    """JSON as RFC 8785 has it, of the plain values used here."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _digest(data: bytes) -> dict[str, str]:
    return {"algorithm": "sha256", "value": hashlib.sha256(data).hexdigest()}
