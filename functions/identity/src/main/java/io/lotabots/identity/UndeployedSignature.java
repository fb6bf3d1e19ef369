package io.lotabots.identity;

import io.lotabots.crypto.EthereumAddress;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A signature of a contract that need not stand on the chain yet (ERC-6492): the ABI's encoding of
 * {@code (address factory, bytes factoryCalldata, bytes signature)} and 32 bytes that say so.
 *
 * @param factory whom to call so that the contract is made
 * @param making what to call it with
 * @param signature what the contract is asked about then
 */
record UndeployedSignature(EthereumAddress factory, byte[] making, byte[] signature) {
    private static final byte[] MARK = HexFormat.of().parseHex("6492".repeat(16));
    private static final int WORD = 32;
    private static final int ADDRESS_BYTES = 20;

    /** Reads one; empty for a signature without the mark, or one that breaks off or points outside itself. */
    static Optional<UndeployedSignature> parse(byte[] wrapped) {
        int length = wrapped.length - MARK.length;
        if (length < 3 * WORD || !Arrays.equals(wrapped, length, wrapped.length, MARK, 0, MARK.length)) {
            return Optional.empty();
        }
        byte[] encoded = Arrays.copyOf(wrapped, length);
        Optional<byte[]> making = bytes(encoded, WORD);
        Optional<byte[]> signature = bytes(encoded, 2 * WORD);
        String factory = HexFormat.of().formatHex(encoded, WORD - ADDRESS_BYTES, WORD);
        return making.isEmpty() || signature.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new UndeployedSignature(new EthereumAddress("0x" + factory), making.get(), signature.get()));
    }

    /** The bytes to which the word at {@code at} points: a word with their number, and they. */
    private static Optional<byte[]> bytes(byte[] encoded, int at) {
        return number(encoded, at, encoded.length - WORD)
                .flatMap(begin -> number(encoded, begin, encoded.length - WORD - begin)
                        .map(count -> Arrays.copyOfRange(encoded, begin + WORD, begin + WORD + count)));
    }

    /** The word at {@code at} as a number up to {@code most}. */
    private static Optional<Integer> number(byte[] encoded, int at, int most) {
        BigInteger number = new BigInteger(1, encoded, at, WORD);
        return number.bitLength() < Integer.SIZE && number.intValue() <= most
                ? Optional.of(number.intValue())
                : Optional.empty();
    }
}
