package io.lotabots.ledger;

import io.lotabots.bench.CannedStore;
import io.lotabots.settlement.Page;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Answers as DynamoDB's to a wallet that has 5 RTC, earned 7 more, and pays for the first time. */
final class WalletStore extends CannedStore {
    private static final long SLOT = 3;

    private static final String WALLET =
            item("\"wallet_id\":{\"S\":\"w\"},\"base\":{\"N\":\"5000000\"},\"slot\":{\"N\":\"" + SLOT + "\"}");

    private static final String HEAD = item("\"item\":{\"S\":\"head\"},\"epoch\":{\"N\":\"400\"},\"root\":{\"S\":\""
            + "0".repeat(64)
            + "\"},\"minted\":{\"N\":\"600000000\"},\"next_slot\":{\"N\":\"320\"},\"paid_epoch\":{\"N\":\"400\"}");

    private static final String PAGE = "{\"Items\":[{\"page\":{\"S\":\"0\"},\"version\":{\"S\":\"000000000400#"
            + "0".repeat(64) + "\"},\"bytes\":{\"B\":\"" + page() + "\"}}],\"Count\":1," + CAPACITY + "}";

    private static final String LIMIT = "{\"Attributes\":{\"bucket\":{\"S\":\"transfer#192.0.2.10#1\"},\"taken\":"
            + "{\"N\":\"1\"},\"expires_at\":{\"N\":\"1795234380\"}}," + CAPACITY + "}";

    private static String item(String attributes) {
        return "{\"Item\":{" + attributes + "}," + CAPACITY + "}";
    }

    private static String page() {
        ByteBuffer page = ByteBuffer.allocate(Page.BYTES);
        page.putLong((int) SLOT * Page.ENTRY_BYTES, 7_000_000);
        return Base64.getEncoder().encodeToString(page.array());
    }

    @Override
    protected String answer(String operation, String body) {
        return switch (operation) {
            case "GetItem" ->
                body.contains("\"WALLETS\"") ? WALLET : body.contains("\"EPOCHS\"") ? HEAD : "{" + CAPACITY + "}";
            case "Query" -> PAGE;
            case "UpdateItem" -> LIMIT;
            case "TransactWriteItems" -> "{\"ConsumedCapacity\":[" + UNITS + "]}";
            default -> throw new IllegalStateException("a transfer does not " + operation);
        };
    }
}
