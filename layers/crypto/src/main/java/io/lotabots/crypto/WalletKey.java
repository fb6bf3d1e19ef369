package io.lotabots.crypto;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ParametersWithRandom;
import org.bouncycastle.crypto.signers.DSAKCalculator;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.crypto.signers.RandomDSAKCalculator;
import org.bouncycastle.math.ec.ECPoint;

/** A private key on secp256k1: the key of an Ethereum wallet. Immutable. */
public final class WalletKey {
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(Secp256k1.CURVE);

    private final BigInteger scalar;
    private final byte[] publicKey;

    private WalletKey(BigInteger scalar) {
        if (scalar.signum() <= 0 || scalar.compareTo(Secp256k1.ORDER) >= 0) {
            throw new IllegalArgumentException("a private key lies between 1 and the curve's order");
        }
        this.scalar = scalar;
        ECPoint point = Secp256k1.CURVE.getG().multiply(scalar).normalize();
        this.publicKey = Secp256k1.coordinates(point);
    }

    /** A new key. */
    public static WalletKey generate(SecureRandom random) {
        return new WalletKey(new BigInteger(Secp256k1.ORDER.bitLength() + 64, random)
                .mod(Secp256k1.ORDER.subtract(BigInteger.ONE))
                .add(BigInteger.ONE));
    }

    /** The key of 32 bytes. @throws IllegalArgumentException when they are none */
    public static WalletKey of(byte[] bytes) {
        if (bytes.length != Secp256k1.NUMBER_BYTES) {
            throw new IllegalArgumentException("a private key has 32 bytes, got " + bytes.length);
        }
        return new WalletKey(new BigInteger(1, bytes));
    }

    /** The key that follows from a secret for a purpose: 48 bytes of HMAC-SHA-256, reduced (FIPS 186-5, A.2.1). */
    public static WalletKey derive(byte[] secret, String purpose) {
        byte[] wide = new byte[48];
        for (int part = 0; part < 2; part++) {
            byte[] bytes = Digests.hmacSha256(secret, (purpose + " " + part).getBytes(StandardCharsets.UTF_8));
            System.arraycopy(bytes, 0, wide, part * 32, part == 0 ? 32 : 16);
        }
        return new WalletKey(new BigInteger(1, wide)
                .mod(Secp256k1.ORDER.subtract(BigInteger.ONE))
                .add(BigInteger.ONE));
    }

    /** The 32 bytes. */
    public byte[] bytes() {
        return thirtyTwo(scalar);
    }

    /** Both coordinates of the public key, 64 bytes. */
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** The wallet's address. */
    public EthereumAddress address() {
        return EthereumAddress.ofKey(publicKey);
    }

    /** Signs 32 bytes with a nonce that follows from them (RFC 6979). @return {@code r}, {@code s} and {@code v}, 27 or 28 */
    public byte[] sign(byte[] hash) {
        return sign(hash, new HMacDSAKCalculator(new SHA256Digest()));
    }

    /** Signs a text as wallets do when they are asked to sign a message (EIP-191, version 0x45). */
    public byte[] signMessage(String message) {
        return sign(PersonalMessage.hash(message));
    }

    /** Signs 32 bytes with a random nonce, so that the signature cannot be foretold by who knows the key. */
    public byte[] signRandomly(byte[] hash) {
        return sign(hash, new RandomDSAKCalculator());
    }

    private byte[] sign(byte[] hash, DSAKCalculator nonces) {
        ECDSASigner signer = new ECDSASigner(nonces);
        ECPrivateKeyParameters key = new ECPrivateKeyParameters(scalar, DOMAIN);
        signer.init(true, nonces.isDeterministic() ? key : new ParametersWithRandom(key, new SecureRandom()));
        BigInteger[] parts = signer.generateSignature(hash);
        BigInteger s = parts[1].compareTo(Secp256k1.HALF) > 0 ? Secp256k1.ORDER.subtract(parts[1]) : parts[1];
        byte[] signature = new byte[Secp256k1.SIGNATURE_BYTES];
        System.arraycopy(thirtyTwo(parts[0]), 0, signature, 0, 32);
        System.arraycopy(thirtyTwo(s), 0, signature, 32, 32);
        for (byte v = 27; v <= 28; v++) {
            signature[64] = v;
            if (Secp256k1.recover(hash, signature)
                    .filter(found -> Arrays.equals(found, publicKey))
                    .isPresent()) {
                return signature;
            }
        }
        // r lies above the order with a chance of one in 2^127: then neither recovers.
        throw new IllegalStateException("this signature has no recovery id");
    }

    private static byte[] thirtyTwo(BigInteger number) {
        byte[] shortest = number.toByteArray();
        byte[] out = new byte[32];
        int length = Math.min(32, shortest.length);
        System.arraycopy(shortest, shortest.length - length, out, 32 - length, length);
        return out;
    }
}
