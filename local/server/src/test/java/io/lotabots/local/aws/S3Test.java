package io.lotabots.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Objects through the real SDK, which sends signed chunks with a trailing checksum. */
class S3Test {
    private static final Machine MACHINE = Machine.shared();

    @BeforeAll
    static void buckets() {
        MACHINE.provision("AWS::S3::Bucket", "{\"BucketName\":\"rotations\"}");
        MACHINE.provision("AWS::S3::Bucket", "{\"BucketName\":\"private\"}");
        MACHINE.register("archivist", """
                {"Statement":[
                  {"Effect":"Allow","Action":["s3:GetObject","s3:PutObject"],"Resource":"arn:aws:s3:::rotations/2026/*"},
                  {"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::rotations"}]}""");
        MACHINE.register("blind", """
                {"Statement":{"Effect":"Allow","Action":["s3:GetObject","s3:DeleteObject"],
                  "Resource":"arn:aws:s3:::rotations/2026/*"}}""");
    }

    private static void isDenied(ThrowingCallable call, String action, String resource) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, e -> {
            assertThat(e.statusCode()).isEqualTo(403);
            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            assertThat(e.awsErrorDetails().errorMessage())
                    .contains("is not authorized to perform: " + action + " on resource: \"" + resource + "\"");
        });
    }

    @Test
    void an_object_reads_back_as_it_was_written() {
        byte[] content = new byte[300_000];
        new Random(1).nextBytes(content);
        try (S3Client s3 = MACHINE.s3("archivist")) {
            s3.putObject(r -> r.bucket("rotations").key("2026/a b+c ü.bin"), RequestBody.fromBytes(content));
            assertThat(s3.getObjectAsBytes(r -> r.bucket("rotations").key("2026/a b+c ü.bin"))
                            .asByteArray())
                    .isEqualTo(content);
            assertThat(s3.headObject(r -> r.bucket("rotations").key("2026/a b+c ü.bin"))
                            .contentLength())
                    .isEqualTo(content.length);
            assertThat(s3.listObjectsV2(r -> r.bucket("rotations").prefix("2026/a"))
                            .contents())
                    .extracting(o -> o.key())
                    .contains("2026/a b+c ü.bin");
        }
    }

    @Test
    void an_empty_object_reads_back() {
        try (S3Client s3 = MACHINE.s3("archivist")) {
            s3.putObject(r -> r.bucket("rotations").key("2026/empty"), RequestBody.empty());
            assertThat(s3.getObjectAsBytes(r -> r.bucket("rotations").key("2026/empty"))
                            .asByteArray())
                    .isEmpty();
        }
    }

    @Test
    void the_first_of_two_conditional_writers_wins() {
        try (S3Client s3 = MACHINE.s3("archivist")) {
            s3.putObject(r -> r.bucket("rotations").key("2026/once").ifNoneMatch("*"), RequestBody.fromString("1"));
            assertThatThrownBy(() -> s3.putObject(
                            r -> r.bucket("rotations").key("2026/once").ifNoneMatch("*"), RequestBody.fromString("2")))
                    .isInstanceOfSatisfying(
                            S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
        }
    }

    @Test
    void what_no_policy_grants_is_denied_as_on_aws() {
        try (S3Client s3 = MACHINE.s3("archivist")) {
            isDenied(
                    () -> s3.putObject(r -> r.bucket("rotations").key("2025/a"), RequestBody.fromString("x")),
                    "s3:PutObject",
                    "arn:aws:s3:::rotations/2025/a");
            isDenied(
                    () -> s3.getObjectAsBytes(r -> r.bucket("private").key("2026/a")),
                    "s3:GetObject",
                    "arn:aws:s3:::private/2026/a");
            isDenied(
                    () -> s3.deleteObject(r -> r.bucket("rotations").key("2026/a")),
                    "s3:DeleteObject",
                    "arn:aws:s3:::rotations/2026/a");
            isDenied(
                    () -> s3.copyObject(r -> r.sourceBucket("private")
                            .sourceKey("a")
                            .destinationBucket("rotations")
                            .destinationKey("2026/copy")),
                    "s3:GetObject",
                    "arn:aws:s3:::private/a");
            isDenied(() -> s3.createBucket(r -> r.bucket("another")), "s3:CreateBucket", "arn:aws:s3:::another");
        }
    }

    @Test
    void each_key_of_a_deletion_needs_its_own_grant() {
        try (S3Client s3 = MACHINE.s3("blind")) {
            isDenied(
                    () -> s3.deleteObjects(r -> r.bucket("rotations")
                            .delete(d -> d.objects(
                                    ObjectIdentifier.builder().key("2026/a").build(),
                                    ObjectIdentifier.builder().key("2025/<b>").build()))),
                    "s3:DeleteObject",
                    "arn:aws:s3:::rotations/2025/<b>");
        }
    }

    @Test
    void an_absent_object_is_told_only_to_those_who_may_list() {
        try (S3Client lister = MACHINE.s3("archivist");
                S3Client blind = MACHINE.s3("blind")) {
            assertThatThrownBy(() ->
                            lister.getObjectAsBytes(r -> r.bucket("rotations").key("2026/absent")))
                    .isInstanceOfSatisfying(
                            S3Exception.class,
                            e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NoSuchKey"));
            isDenied(
                    () -> blind.getObjectAsBytes(r -> r.bucket("rotations").key("2026/absent")),
                    "s3:ListBucket",
                    "arn:aws:s3:::rotations");
        }
    }

    @Test
    void a_path_cannot_climb_into_another_bucket() {
        try (S3Client s3 = MACHINE.s3("archivist")) {
            assertThatThrownBy(
                            () -> s3.getObjectAsBytes(r -> r.bucket("rotations").key("2026/../../private/a")))
                    .isInstanceOf(S3Exception.class)
                    .hasMessageContaining("Couldn't parse the specified URI");
        }
    }

    @Test
    void a_broken_chunk_signature_is_refused() {
        Signature signature = new Signature(
                "k",
                "20260101/us-east-1/s3/aws4_request",
                "20260101T000000Z",
                java.util.List.of("host"),
                "a".repeat(64),
                0);
        byte[] body = ("3;chunk-signature=" + "b".repeat(64) + "\r\nabc\r\n0;chunk-signature=" + "c".repeat(64)
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> ChunkedBody.decode(body, "STREAMING-AWS4-HMAC-SHA256-PAYLOAD", signature, "secret"))
                .isInstanceOf(ServiceError.class)
                .hasMessage("The signature of a chunk does not match.");
        assertThatThrownBy(() -> ChunkedBody.decode(
                        "5\r\nabc".getBytes(StandardCharsets.US_ASCII),
                        "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
                        signature,
                        "secret"))
                .hasMessage("The aws-chunked body is incomplete or malformed.");
    }
}
