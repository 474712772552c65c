package io.numamigrator.junit;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaTopology;
import io.numamigrator.NumaUnavailableException;
import java.lang.reflect.AnnotatedElement;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;

/** A run on the real kernel, or the reason why there is none. */
final class RealRun extends NumaRun implements ExecutionCondition {

    private final RealNuma wanted;

    RealRun(AnnotatedElement annotated, RealNuma wanted) {
        super(annotated);
        this.wanted = wanted;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return "real" + (wanted.minNodes() > 1 ? ": at least " + wanted.minNodes() + " nodes" : "");
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        if (!concerns(context)) {
            return ConditionEvaluationResult.enabled("it has an annotation of its own");
        }
        try (NumaMigrator opened = NumaMigrator.system()) {
            NumaTopology topology = opened.topology();
            NodeSet usable = topology.allowed().intersect(topology.withMemory());
            return usable.size() >= wanted.minNodes()
                    ? ConditionEvaluationResult.enabled("nodes " + usable)
                    : ConditionEvaluationResult.disabled(tooFew(opened, usable));
        } catch (NumaUnavailableException unavailable) {
            return ConditionEvaluationResult.disabled(unavailable.getMessage());
        }
    }

    private String tooFew(NumaMigrator opened, NodeSet usable) {
        String doctor = opened.explain().about(Topic.NODES).stream().map(Finding::summary)
                .collect(Collectors.joining("; "));
        return "minNodes = " + wanted.minNodes() + ", and this process may have memory on " + usable.size() + " ("
                + usable + "): " + doctor;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        if (parameter.getParameter().getType() != NumaMigrator.class) {
            throw new ParameterResolutionException("a run on the real kernel has no "
                    + parameter.getParameter().getType().getSimpleName() + "; ask for NumaMigrator alone");
        }
        return store(context).getOrComputeIfAbsent(NumaMigrator.class, _ -> NumaMigrator.system(), NumaMigrator.class);
    }
}
