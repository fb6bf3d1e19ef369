package io.lotabots.crypto;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedSet;

/**
 * What the owner of a wallet signs to move money: one JSON object with sorted keys and without spaces.
 *
 * <p>Wallets write the same transfer differently: amounts as Python ({@code 2.0}, {@code 1e-05}), JavaScript
 * ({@code 2}, {@code 0.00001}) or plain decimals; with the fee or, when it is 0, without; text beyond ASCII escaped or
 * as UTF-8. {@link #forms} has them all, and a signature over any of them is good. Every form names the same amount.
 *
 * @param amount RTC, above 0 and below 10^15, with at most {@value #MAX_DECIMALS} decimals
 * @param fee RTC, 0 or more, within the same limits
 * @param nonce above 0
 * @param chainId the chain that the signature is for, when the sender names one
 */
public record TransferMessage(
        String from, String to, BigDecimal amount, BigDecimal fee, String memo, long nonce, Optional<String> chainId) {
    /** Most decimals of an amount; those beyond the sixth move no money. */
    public static final int MAX_DECIMALS = 64;

    private static final int MAX_WHOLE_DIGITS = 15;

    /** Hexadecimal digits of a transaction's hash. */
    private static final int HASH_DIGITS = 32;

    /** @throws IllegalArgumentException naming what is out of range */
    public TransferMessage {
        require("amount", amount.signum() > 0 && inRange(amount));
        require("fee", fee.signum() >= 0 && inRange(fee));
        require("nonce", nonce > 0);
    }

    /** A transfer as this platform's own wallets make it: without a fee. */
    public static TransferMessage of(
            String from, String to, BigDecimal amount, String memo, long nonce, String chainId) {
        return new TransferMessage(from, to, amount, BigDecimal.ZERO, memo, nonce, Optional.of(chainId));
    }

    /** Whether a number's digits are few enough to be written out: below 10^15 and at most 64 decimals. */
    public static boolean inRange(BigDecimal number) {
        return (long) number.precision() - number.scale() <= MAX_WHOLE_DIGITS && number.scale() <= MAX_DECIMALS;
    }

    /** What a wallet signs: the form that Python writes, with the fee, text beyond ASCII escaped. */
    public byte[] signed() {
        return form(python(amount), Optional.of(python(fee)), CanonicalJson.quoted(memo));
    }

    /** All forms, that of {@link #signed} first; those without a fee last. */
    public List<byte[]> forms() {
        List<byte[]> forms = new ArrayList<>();
        texts(fee).forEach(text -> addForms(forms, Optional.of(text)));
        addForms(forms, Optional.empty());
        return forms;
    }

    /** The same by the bytes of a key; absent also when they are none. */
    public Optional<Signed> verify(byte[] publicKey, byte[] signature) {
        return Ed25519.key(publicKey).flatMap(key -> verify(key, signature));
    }

    /**
     * The form that {@code signature} was made over by the holder of {@code key}; absent when it is none of them. At most
     * 18 signatures are verified, 6 for texts that are ASCII.
     */
    public Optional<Signed> verify(Ed25519.Key key, byte[] signature) {
        if (signature.length != Ed25519.SIGNATURE_BYTES) {
            return Optional.empty();
        }
        for (String text : texts(fee)) {
            Optional<Signed> found = verify(key, signature, Optional.of(text));
            if (found.isPresent()) {
                return found;
            }
        }
        return verify(key, signature, Optional.empty());
    }

    private Optional<Signed> verify(Ed25519.Key key, byte[] signature, Optional<String> feeText) {
        List<byte[]> forms = new ArrayList<>();
        addForms(forms, feeText);
        return forms.stream()
                .filter(form -> key.verify(form, signature))
                .findFirst()
                .map(form -> new Signed(hash(form, signature), feeText.isPresent()));
    }

    /**
     * A transfer whose signature holds.
     *
     * @param txHash the transaction's hash, see {@link #hash}
     * @param bindsFee whether the fee stands in what was signed
     */
    public record Signed(String txHash, boolean bindsFee) {}

    /** The hash that names a transfer: 32 hexadecimal digits of SHA-256 over the signed bytes and the signature. */
    public static String hash(byte[] form, byte[] signature) {
        ByteArrayOutputStream both = new ByteArrayOutputStream(form.length + signature.length);
        both.writeBytes(form);
        both.writeBytes(signature);
        return HexFormat.of().formatHex(Digests.sha256(both.toByteArray())).substring(0, HASH_DIGITS);
    }

    private void addForms(List<byte[]> forms, Optional<String> feeText) {
        SequencedSet<String> memos = new LinkedHashSet<>(List.of(CanonicalJson.quoted(memo), CanonicalJson.raw(memo)));
        for (String memoText : memos) {
            for (String amountText : texts(amount)) {
                forms.add(form(amountText, feeText, memoText));
            }
        }
    }

    private byte[] form(String amountText, Optional<String> feeText, String memoText) {
        StringBuilder json = new StringBuilder("{\"amount\":").append(amountText);
        chainId.ifPresent(id -> json.append(",\"chain_id\":").append(CanonicalJson.quoted(id)));
        feeText.ifPresent(text -> json.append(",\"fee\":").append(text));
        json.append(",\"from\":").append(CanonicalJson.quoted(from));
        json.append(",\"memo\":").append(memoText);
        json.append(",\"nonce\":\"").append(nonce).append('"');
        json.append(",\"to\":").append(CanonicalJson.quoted(to)).append('}');
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The texts of a number. JavaScript writes what a 64-bit float holds plainly from 10^-6 to 10^21, so that the plain
     * decimal of that is its text too; a number with more digits than a float holds also stands in its own.
     */
    private static SequencedSet<String> texts(BigDecimal number) {
        String python = python(number);
        SequencedSet<String> texts =
                new LinkedHashSet<>(Arrays.asList(python, plain(new BigDecimal(python)), plain(number)));
        // Rounding to a float may not turn one amount into another.
        texts.removeIf(text -> Rtc.micro(new BigDecimal(text)) != Rtc.micro(number));
        return texts;
    }

    private static String python(BigDecimal number) {
        return PythonJson.repr(number.doubleValue());
    }

    private static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }

    private static void require(String field, boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException(field + " is out of range");
        }
    }
}
