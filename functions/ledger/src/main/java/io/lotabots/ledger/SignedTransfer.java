package io.lotabots.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import io.lotabots.crypto.MinerId;
import io.lotabots.crypto.Rtc;
import io.lotabots.crypto.RtcAddress;
import io.lotabots.crypto.TransferMessage;
import io.lotabots.platform.Refusal;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A signed transfer as it was sent, its fields checked one by one in the order in which the network names their faults;
 * nothing is known yet of keys, signatures or money.
 *
 * @param amountMicro whole micro-RTC of the amount
 */
record SignedTransfer(TransferMessage message, long amountMicro, String publicKey, String signature) {
    /** Longest memo, in characters. */
    static final int MAX_MEMO = 1024;

    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,10})?");
    private static final Pattern NONCE = Pattern.compile("[+-]?[0-9]{1,19}");
    private static final Pattern CHAIN_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
    private static final Pattern BEACON = Pattern.compile("bcn_[A-Za-z0-9_-]{1,64}");
    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");
    private static final int MAX_NUMBER_LENGTH = 64;
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE, 6);
    private static final BigDecimal LEAST = BigDecimal.valueOf(1, 6);

    /** @throws Refusal 400 naming the first fault */
    static SignedTransfer of(PostWalletTransferSigned.Request body) {
        Map<String, @Nullable JsonNode> required = new LinkedHashMap<>();
        required.put("from_address", body.fromAddress());
        required.put("to_address", body.toAddress());
        required.put("amount_rtc", body.amountRtc());
        required.put("nonce", body.nonce());
        required.put("signature", body.signature());
        String from = trimmed(body.fromAddress());
        if (!from.isEmpty() && !isBeacon(from)) {
            required.put("public_key", body.publicKey());
        }
        List<String> missing = required.entrySet().stream()
                .filter(field -> isMissing(field.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty()) {
            throw fault(
                    "missing_required_fields", "These fields must be given: " + missing, Map.of("missing", missing));
        }
        BigDecimal amount = amount(body.amountRtc());
        BigDecimal fee = fee(body.feeRtc());
        String to = trimmed(body.toAddress());
        if (!maySend(from)) {
            throw fault("invalid_from_address_format", "from_address must be RTC and 40 lower-case hexadecimal digits");
        }
        if (!RtcAddress.isAddress(to) && !isBeacon(to)) {
            throw fault("invalid_to_address_format", "to_address must be RTC and 40 lower-case hexadecimal digits");
        }
        if (from.equals(to)) {
            throw fault("from_to_must_differ", "from_address and to_address must differ");
        }
        long nonce = nonce(body.nonce());
        String memo = memo(body.memo());
        TransferMessage message = new TransferMessage(from, to, amount, fee, memo, nonce, chainId(body.chainId()));
        return new SignedTransfer(message, Rtc.micro(amount), trimmed(body.publicKey()), trimmed(body.signature()));
    }

    static boolean isBeacon(String wallet) {
        return BEACON.matcher(wallet).matches();
    }

    /** An address, a beacon, or a name; what begins like an address must be one. */
    private static boolean maySend(String wallet) {
        return RtcAddress.isAddress(wallet)
                || (MinerId.isWellFormed(wallet)
                        && !wallet.toUpperCase(Locale.ROOT).startsWith("RTC")
                        && !MinerId.isForeignWallet(wallet)
                        && !MinerId.isReserved(wallet));
    }

    /** An amount of RTC that moves at least one micro-RTC. @throws Refusal 400 */
    static BigDecimal amount(@Nullable JsonNode node) {
        BigDecimal amount = number(node)
                .orElseThrow(() -> isNotFinite(node)
                        ? fault("amount_not_finite", "amount_rtc must be a finite number")
                        : fault("amount_not_number", "amount_rtc must be a number of RTC"));
        if (amount.signum() <= 0) {
            throw fault("amount_must_be_positive", "amount_rtc must be above 0");
        }
        if (amount.compareTo(LEAST) < 0) {
            throw fault(
                    "amount_too_small_after_quantization",
                    "amount_rtc must be at least 0.000001",
                    Map.of("amount_rtc", shown(amount), "min_rtc", LEAST));
        }
        if (amount.compareTo(MOST) > 0) {
            throw fault("amount_exceeds_i64", "amount_rtc must be at most " + MOST.toPlainString());
        }
        if (!TransferMessage.inRange(amount)) {
            throw fault(
                    "amount_not_number", "amount_rtc must have at most " + TransferMessage.MAX_DECIMALS + " decimals");
        }
        return amount;
    }

    private static Object shown(BigDecimal amount) {
        return TransferMessage.inRange(amount) ? amount : amount.toString();
    }

    private static BigDecimal fee(@Nullable JsonNode node) {
        if (isMissing(node)) {
            return BigDecimal.ZERO;
        }
        return number(node)
                .filter(fee -> fee.signum() >= 0 && TransferMessage.inRange(fee))
                .orElseThrow(() -> fault("fee_must_be_non_negative", "fee_rtc must be a number of RTC, 0 or more"));
    }

    private static Optional<BigDecimal> number(@Nullable JsonNode node) {
        if (node == null || !(node.isNumber() || node.isTextual())) {
            return Optional.empty();
        }
        String text = node.isNumber()
                ? node.decimalValue().toString()
                : node.textValue().strip();
        if (text.length() > MAX_NUMBER_LENGTH + 2 || !NUMBER.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new BigDecimal(text));
        } catch (NumberFormatException beyond) {
            // Its exponent has more than 32 bits.
            return Optional.empty();
        }
    }

    private static boolean isNotFinite(@Nullable JsonNode node) {
        return node != null
                && NOT_FINITE.contains(
                        node.asText().strip().toLowerCase(Locale.ROOT).replaceFirst("^[+-]", ""));
    }

    private static long nonce(@Nullable JsonNode node) {
        String text = node == null || !(node.isIntegralNumber() || node.isTextual())
                ? ""
                : node.asText().strip();
        if (!NONCE.matcher(text).matches()) {
            throw fault("nonce_not_int", "nonce must be a whole number of 64 bits");
        }
        try {
            long nonce = Long.parseLong(text);
            if (nonce <= 0) {
                throw fault("nonce_must_be_gt_zero", "nonce must be above 0");
            }
            return nonce;
        } catch (NumberFormatException e) {
            throw fault("nonce_not_int", "nonce must be a whole number of 64 bits");
        }
    }

    private static String memo(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return "";
        }
        if (!node.isTextual() || node.textValue().length() > MAX_MEMO) {
            throw fault("invalid_memo", "memo must be a text of at most " + MAX_MEMO + " characters");
        }
        return node.textValue();
    }

    private static Optional<String> chainId(@Nullable JsonNode node) {
        if (isMissing(node)) {
            return Optional.empty();
        }
        String text = trimmed(node);
        if (!CHAIN_ID.matcher(text).matches()) {
            throw fault("invalid_chain_id_format", "chain_id must be 1 to 64 letters, digits, '.', '_' or '-'");
        }
        return Optional.of(text);
    }

    static boolean isMissing(@Nullable JsonNode node) {
        return node == null
                || node.isNull()
                || (node.isTextual() && node.textValue().isBlank());
    }

    private static String trimmed(@Nullable JsonNode node) {
        return node == null || !node.isTextual() ? "" : node.textValue().strip();
    }

    private static Refusal fault(String error, String sentence) {
        return fault(error, sentence, Map.of());
    }

    private static Refusal fault(String error, String sentence, Map<String, Object> details) {
        Refusal refusal = new Refusal(400, error.toUpperCase(Locale.ROOT), sentence)
                .with("error", error)
                .with("details", details);
        details.forEach(refusal::with);
        return refusal;
    }
}
