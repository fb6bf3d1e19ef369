package io.lotabots.verdicts;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelProtoAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.expr.CheckedExpr;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.Map;

/**
 * Rules in the Common Expression Language: a yes or no about {@code format} (text), {@code claims} (map of text to
 * anything) and {@code vector} (map of text to whole number). Thread safe.
 *
 * <p>A rule is compiled once, when it is handed in, and kept as its checked syntax tree, because compiling costs a hundred
 * times what an evaluation does. What it may do is bounded so that no rule runs long or grows what it is given: at most
 * {@value #MOST_LETTERS} characters and {@value #MOST_NODES} nodes, comparisons, {@code in}, {@code size},
 * {@code contains}, {@code startsWith}, {@code endsWith}, {@code has}, {@code all} and {@code exists}, the latter two at
 * most {@value #DEEPEST_LOOP} deep and {@value #MOST_ROUNDS} rounds each; nothing that adds, converts or matches regular expressions.
 */
public final class Rules {
    public static final int MOST_LETTERS = 2000;
    public static final int MOST_NODES = 256;
    public static final int DEEPEST_LOOP = 2;
    public static final int MOST_ROUNDS = 64;

    /** Longest checked tree in bytes: far more than any rule within the other bounds has. */
    private static final int MOST_TREE_BYTES = 128 * 1024;

    private static final int DEEPEST = 32;

    private static final CelOptions OPTIONS = CelOptions.current()
            .maxExpressionCodePointSize(MOST_LETTERS)
            .maxParseRecursionDepth(DEEPEST)
            .maxParseExpressionNodeCount(MOST_NODES)
            .comprehensionMaxIterations(MOST_ROUNDS)
            .build();

    private final CelRuntime runtime =
            CelRuntimeFactory.legacyCelRuntimeBuilder().setOptions(OPTIONS).build();

    /** A rule that can be asked. */
    @FunctionalInterface
    public interface Rule {
        /** @throws RuleRefused when it comes to no answer, as when it names a claim that is missing */
        boolean holds(Map<String, Object> variables) throws RuleRefused;
    }

    /**
     * Compiles a rule.
     *
     * @return its checked tree, to be kept and given to {@link #of}
     * @throws RuleRefused saying what is wrong with the text
     */
    public byte[] compile(String text) throws RuleRefused {
        if (text.length() > MOST_LETTERS) {
            throw new RuleRefused("a rule has at most " + MOST_LETTERS + " characters, got " + text.length());
        }
        CelAbstractSyntaxTree tree;
        try {
            tree = compiler().compile(text).getAst();
        } catch (CelValidationException wrong) {
            throw new RuleRefused("the rule cannot be compiled: " + line(wrong.getMessage()));
        }
        int depth = loops(tree.getExpr());
        if (depth > DEEPEST_LOOP) {
            throw new RuleRefused("all and exists stand at most " + DEEPEST_LOOP + " deep, got " + depth);
        }
        return CelProtoAbstractSyntaxTree.fromCelAst(tree).toCheckedExpr().toByteArray();
    }

    /** The rule of a checked tree that {@link #compile} made. */
    public Rule of(byte[] tree) throws RuleRefused {
        if (tree.length > MOST_TREE_BYTES) {
            throw new RuleRefused("a checked rule has at most " + MOST_TREE_BYTES + " bytes, got " + tree.length);
        }
        CelRuntime.Program program;
        try {
            CheckedExpr checked = CheckedExpr.parseFrom(tree, ExtensionRegistryLite.getEmptyRegistry());
            program = runtime.createProgram(
                    CelProtoAbstractSyntaxTree.fromCheckedExpr(checked).getAst());
        } catch (InvalidProtocolBufferException | CelEvaluationException wrong) {
            throw new RuleRefused("the checked rule cannot be read: " + line(wrong.getMessage()));
        }
        return variables -> evaluated(program, variables);
    }

    private static boolean evaluated(CelRuntime.Program program, Map<String, Object> variables) throws RuleRefused {
        Object answer;
        try {
            answer = program.eval(variables);
        } catch (CelEvaluationException wrong) {
            throw new RuleRefused(line(wrong.getMessage()));
        }
        if (answer instanceof Boolean yes) {
            return yes;
        }
        throw new RuleRefused("the rule answers neither yes nor no");
    }

    /** Made when it is needed: only those who hand in rules need it, and it is the slowest part of the library. */
    private static CelCompiler compiler() {
        return CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(OPTIONS)
                .setStandardEnvironmentEnabled(false)
                .setStandardDeclarations(CelStandardDeclarations.newBuilder()
                        .includeFunctions(
                                StandardFunction.IN,
                                StandardFunction.NOT_STRICTLY_FALSE,
                                StandardFunction.CONDITIONAL,
                                StandardFunction.LOGICAL_NOT,
                                StandardFunction.LOGICAL_AND,
                                StandardFunction.LOGICAL_OR,
                                StandardFunction.EQUALS,
                                StandardFunction.NOT_EQUALS,
                                StandardFunction.LESS,
                                StandardFunction.LESS_EQUALS,
                                StandardFunction.GREATER,
                                StandardFunction.GREATER_EQUALS,
                                StandardFunction.INDEX,
                                StandardFunction.SIZE,
                                StandardFunction.CONTAINS,
                                StandardFunction.STARTS_WITH,
                                StandardFunction.ENDS_WITH)
                        .build())
                .setStandardMacros(CelStandardMacro.HAS, CelStandardMacro.ALL, CelStandardMacro.EXISTS)
                .addVar("format", SimpleType.STRING)
                .addVar("claims", MapType.create(SimpleType.STRING, SimpleType.DYN))
                .addVar("vector", MapType.create(SimpleType.STRING, SimpleType.INT))
                .setResultType(SimpleType.BOOL)
                .build();
    }

    /** How many loops stand in one another. The parser bounds how deep the tree is. */
    private static int loops(CelExpr expression) {
        return switch (expression.getKind()) {
            case SELECT -> loops(expression.select().operand());
            case CALL -> {
                int most = expression.call().target().map(Rules::loops).orElse(0);
                for (CelExpr argument : expression.call().args()) {
                    most = Math.max(most, loops(argument));
                }
                yield most;
            }
            case LIST ->
                expression.list().elements().stream()
                        .mapToInt(Rules::loops)
                        .max()
                        .orElse(0);
            case MAP ->
                expression.map().entries().stream()
                        .mapToInt(entry -> Math.max(loops(entry.key()), loops(entry.value())))
                        .max()
                        .orElse(0);
            case STRUCT ->
                expression.struct().entries().stream()
                        .mapToInt(entry -> loops(entry.value()))
                        .max()
                        .orElse(0);
            case COMPREHENSION -> {
                CelExpr.CelComprehension loop = expression.comprehension();
                int inside = Math.max(loops(loop.iterRange()), loops(loop.loopStep()));
                yield 1 + Math.max(inside, Math.max(loops(loop.loopCondition()), loops(loop.result())));
            }
            case NOT_SET, CONSTANT, IDENT -> 0;
        };
    }

    private static String line(@org.jspecify.annotations.Nullable String message) {
        String line = String.valueOf(message).replaceAll("\\s+", " ").strip();
        return line.length() > 300 ? line.substring(0, 300) + "…" : line;
    }
}
