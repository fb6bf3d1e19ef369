package io.lotabots.clients.attest;

import io.lotabots.bench.Interleaved;
import io.lotabots.bench.JdkSignatures;
import io.lotabots.evidence.Chains;
import io.lotabots.evidence.EvidenceRefused;
import io.lotabots.evidence.TestPki;
import io.lotabots.evidence.TrustAnchors.Anchor;
import io.lotabots.evidence.tpm.ImaWork;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/**
 * CPU of verifying evidence: a chain of certificates on P-384 beside the JDK's own provider, and, where a folder with
 * {@code cases.json} and its files is given, one genuine piece of each format beside the same verification with the JDK's
 * signatures, and the replay of IMA lists.
 *
 * <p>Ends with status 1 when a chain, its intermediates remembered as they are in a service, is not 5 times as fast as
 * the JDK's, or a format other than {@code nvidia-gpu} and
 * logs of IMA takes more than 10 ms.
 */
public final class EvidenceBench {
    private static final double LEAST_GAIN = 5;
    private static final double MOST_MILLIS = 10;
    private static final int ROUNDS = 40;
    private static final String PLAIN = " by the JDK";
    private static final String IMA = " entries of IMA";
    private static final int[] LISTS = {1_000, 10_000};
    private static final String FOLLOWED = "a chain of three, its intermediates remembered";
    private static final String BY_THE_JDK = "the same three signatures by the JDK's provider";

    private EvidenceBench() {}

    public static void main(String[] arguments) throws Exception {
        boolean good = chains();
        if (arguments.length > 0) {
            good &= formats(Path.of(arguments[0]));
        }
        System.exit(good ? 0 : 1);
    }

    private static boolean chains() {
        var root = TestPki.root("CN=Root", "P-384");
        var middle = root.authority("CN=Middle", "P-384");
        var issuer = middle.authority("CN=Issuer", "P-384");
        X509Certificate leaf = issuer.leaf("CN=Leaf", TestPki.keys("P-384").getPublic(), Map.of(), Set.of());
        List<X509Certificate> chain = List.of(leaf, issuer.certificate(), middle.certificate());
        List<Anchor> anchors = List.of(root.anchor("bench"));
        Chains remembering = new Chains();
        var bench = new Interleaved(ROUNDS, 2);
        bench.add("a chain of three, nothing remembered", () -> followed(new Chains(), chain, anchors));
        bench.add(FOLLOWED, () -> followed(remembering, chain, anchors));
        bench.add(BY_THE_JDK, () -> byTheJdk(chain, root.certificate()));
        Interleaved.Medians medians = bench.run();
        medians.micros().forEach((what, median) -> System.err.printf(Locale.ROOT, "%-50s %8.0f us%n", what, median));
        double gain = medians.of(BY_THE_JDK) / medians.of(FOLLOWED);
        System.err.printf(Locale.ROOT, "%.1f times as fast as the JDK's provider; at least %.0f%n", gain, LEAST_GAIN);
        return gain >= LEAST_GAIN;
    }

    private static int followed(Chains chains, List<X509Certificate> chain, List<Anchor> anchors) {
        try {
            return chains.verify(chain, anchors, TestPki.NOW, Set.of())
                    .certificates()
                    .size();
        } catch (EvidenceRefused refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static int byTheJdk(List<X509Certificate> chain, X509Certificate root) {
        try {
            int signed = 0;
            for (int i = 0; i < chain.size(); i++) {
                X509Certificate issuer = i + 1 < chain.size() ? chain.get(i + 1) : root;
                // A certificate remembers who verified it: its signature is asked for directly.
                var signature = Signature.getInstance("SHA384withECDSA", "SunEC");
                signature.initVerify(issuer.getPublicKey());
                signature.update(chain.get(i).getTBSCertificate());
                signed += signature.verify(chain.get(i).getSignature()) ? 1 : 0;
            }
            return signed;
        } catch (GeneralSecurityException wrong) {
            throw new IllegalStateException(wrong);
        }
    }

    /** Each format beside the same verification with the JDK's signatures, and lists of IMA. */
    private static boolean formats(Path folder) throws Exception {
        var bench = new Interleaved(ROUNDS, 1);
        EvidenceWorks.of(folder).forEach(bench::add);
        plain(folder).forEach((format, work) -> bench.add(format + PLAIN, work));
        for (int entries : LISTS) {
            bench.add(entries + IMA, ImaWork.of(entries));
        }
        Interleaved.Medians medians = bench.run();
        boolean good = true;
        System.err.printf(Locale.ROOT, "%-20s %9s %9s%n", "", "ms", "by JDK");
        for (Map.Entry<String, Double> median : medians.micros().entrySet()) {
            String name = median.getKey();
            if (name.endsWith(IMA)) {
                System.err.printf(Locale.ROOT, "%-20s %9.2f%n", name, median.getValue() / 1000);
            } else if (!name.endsWith(PLAIN)) {
                double millis = median.getValue() / 1000;
                System.err.printf(Locale.ROOT, "%-20s %9.2f %9.2f%n", name, millis, medians.of(name + PLAIN) / 1000);
                good &= millis <= MOST_MILLIS || name.equals("nvidia-gpu");
            }
        }
        return good;
    }

    /** The same works, loaded again. */
    @SuppressWarnings("unchecked") // what the same method returns above
    private static Map<String, IntSupplier> plain(Path folder) throws ReflectiveOperationException {
        return (Map<String, IntSupplier>) new JdkSignatures()
                .loadClass(EvidenceWorks.class.getName())
                .getMethod("of", Path.class)
                .invoke(null, folder);
    }
}
