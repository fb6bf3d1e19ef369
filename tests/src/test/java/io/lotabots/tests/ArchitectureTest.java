package io.lotabots.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.lotabots.platform.Endpoint;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The rules of the tree: who may import whom, where time comes from, what may be kept. */
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.lotabots");

    @Test
    void imports_point_from_functions_to_layers() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lotabots.platform..",
                        "io.lotabots.aws..",
                        "io.lotabots.crypto..",
                        "io.lotabots.evidence..",
                        "io.lotabots.access..",
                        "io.lotabots.credentials..",
                        "io.lotabots.verdicts..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.lotabots.attestation..",
                        "io.lotabots.appraisal..",
                        "io.lotabots.identity..",
                        "io.lotabots.organizations..",
                        "io.lotabots.operations..",
                        "io.lotabots.cdk..",
                        "io.lotabots.local..",
                        "io.lotabots.clients..")
                .check(CLASSES);
    }

    @Test
    void what_functions_log_with_comes_from_their_layers_alone() {
        assertThat(ClassLoader.getSystemResource("LambdaJsonLayout.json")).isNull();
    }

    @Test
    void no_service_imports_another() {
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.attestation..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lotabots.operations..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.operations..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lotabots.attestation..")
                .check(CLASSES);
    }

    @Test
    void organizations_imports_no_other_service_and_is_imported_by_none() {
        String[] others = {
            "io.lotabots.attestation..",
            "io.lotabots.appraisal..",
            "io.lotabots.ledger..",
            "io.lotabots.operations..",
            "io.lotabots.identity.."
        };
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.organizations..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(others)
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage(others)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lotabots.organizations..")
                .check(CLASSES);
    }

    @Test
    void appraisal_imports_no_other_service_and_is_imported_by_none() {
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.appraisal..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lotabots.attestation..", "io.lotabots.ledger..", "io.lotabots.operations..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAnyPackage("io.lotabots.attestation..", "io.lotabots.ledger..", "io.lotabots.operations..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.lotabots.appraisal..")
                .check(CLASSES);
    }

    @Test
    void appraisal_asks_nobody_while_it_verifies() {
        noClasses()
                .that()
                .resideInAnyPackage("io.lotabots.evidence..", "io.lotabots.appraisal..")
                .and()
                .haveNameNotMatching("io\\.lotabots\\.appraisal\\.Fetch(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("java.net.http..")
                .check(CLASSES);
        classes()
                .that()
                .haveFullyQualifiedName("io.lotabots.appraisal.Fetch")
                .should()
                .onlyHaveDependentClassesThat()
                .haveNameMatching("io\\.lotabots\\.appraisal\\.Fetch.*")
                .check(CLASSES);
    }

    @Test
    void the_local_runtime_imports_no_service_and_of_the_layers_only_the_audit() {
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.lotabots.attestation..",
                        "io.lotabots.ledger..",
                        "io.lotabots.operations..",
                        "io.lotabots.aws..",
                        "io.lotabots.platform..",
                        "io.lotabots.cdk..")
                .check(CLASSES);
    }

    @Test
    void the_demo_alone_knows_both_the_local_runtime_and_the_clients() {
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lotabots.clients..", "io.lotabots.demo..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.clients..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.lotabots.local..", "io.lotabots.demo..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.lotabots.demo..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.lotabots.attestation..",
                        "io.lotabots.ledger..",
                        "io.lotabots.operations..",
                        "io.lotabots.aws..",
                        "io.lotabots.platform..",
                        "io.lotabots.cdk..")
                .check(CLASSES);
    }

    @Test
    void services_and_the_platform_layer_import_no_sdk() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lotabots.attestation..",
                        "io.lotabots.appraisal..",
                        "io.lotabots.identity..",
                        "io.lotabots.organizations..",
                        "io.lotabots.operations..",
                        "io.lotabots.evidence..",
                        "io.lotabots.verdicts..",
                        "io.lotabots.access..",
                        "io.lotabots.credentials..",
                        "io.lotabots.platform..",
                        "io.lotabots.crypto..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("software.amazon.awssdk..")
                .check(CLASSES);
    }

    @Test
    void time_comes_from_the_event() {
        DescribedPredicate<com.tngtech.archunit.core.domain.JavaCall<?>> readsAClock =
                new DescribedPredicate<>("reads a clock") {
                    @Override
                    public boolean test(com.tngtech.archunit.core.domain.JavaCall<?> call) {
                        String owner = call.getTargetOwner().getName();
                        String name = call.getTarget().getName();
                        return name.equals("now")
                                        && (owner.equals(Instant.class.getName())
                                                || owner.equals(LocalDate.class.getName())
                                                || owner.equals(LocalDateTime.class.getName())
                                                || owner.equals(ZonedDateTime.class.getName()))
                                || name.equals("currentTimeMillis") && owner.equals(System.class.getName())
                                || name.startsWith("system") && owner.equals(Clock.class.getName());
                    }
                };
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.lotabots.attestation..",
                        "io.lotabots.appraisal..",
                        "io.lotabots.identity..",
                        "io.lotabots.organizations..",
                        "io.lotabots.operations..",
                        "io.lotabots.evidence..",
                        "io.lotabots.verdicts..",
                        "io.lotabots.access..",
                        "io.lotabots.credentials..",
                        "io.lotabots.platform..",
                        "io.lotabots.aws..",
                        "io.lotabots.crypto..")
                .and()
                .doNotHaveSimpleName("WallClock")
                .should()
                .callCodeUnitWhere(DescribedPredicate.describe("reads a clock", readsAClock::test))
                .check(CLASSES);
    }

    @Test
    void a_test_that_runs_beside_others_leaves_the_clock_of_the_shared_node_alone() {
        noClasses()
                .that(DescribedPredicate.describe(
                        "run beside others",
                        (JavaClass test) -> test.tryGetAnnotationOfType(Execution.class)
                                .filter(execution -> execution.value() == ExecutionMode.CONCURRENT)
                                .isPresent()))
                .should()
                .callMethod(Node.class, "advance", Duration.class)
                .check(new ClassFileImporter().importPackages("io.lotabots.tests"));
    }

    @Test
    void nothing_static_changes() {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAnyPackage(
                        "io.lotabots.attestation..",
                        "io.lotabots.appraisal..",
                        "io.lotabots.identity..",
                        "io.lotabots.organizations..",
                        "io.lotabots.operations..",
                        "io.lotabots.evidence..",
                        "io.lotabots.verdicts..",
                        "io.lotabots.access..",
                        "io.lotabots.credentials..",
                        "io.lotabots.platform..",
                        "io.lotabots.aws..",
                        "io.lotabots.crypto..")
                .should(beFinal())
                .check(CLASSES);
    }

    private static ArchCondition<JavaField> beFinal() {
        return new ArchCondition<>("be final") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean fixed = field.getModifiers().contains(JavaModifier.FINAL)
                        || field.getModifiers().contains(JavaModifier.SYNTHETIC);
                events.add(new SimpleConditionEvent(field, fixed, field.getFullName() + " is static and not final"));
            }
        };
    }

    @Test
    void an_endpoint_is_final_and_named_by_method_and_path() {
        classes()
                .that(DescribedPredicate.describe(
                        "are endpoints",
                        (JavaClass c) -> c.isAssignableTo(Endpoint.class)
                                && !c.getModifiers().contains(JavaModifier.ABSTRACT)))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .haveNameMatching(".*\\.(Get|Post|Put|Patch|Delete)[A-Z][^.]*")
                .check(CLASSES);
    }

    @Test
    void nothing_scans_a_table() {
        noClasses()
                .should()
                .callMethodWhere(DescribedPredicate.describe(
                        "scans a table",
                        call -> call.getTarget().getName().startsWith("scan")
                                && call.getTargetOwner()
                                        .getName()
                                        .equals("software.amazon.awssdk.services.dynamodb.DynamoDbClient")))
                .check(CLASSES);
    }
}
