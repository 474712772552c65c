package io.numamigrator.junit;

import io.numamigrator.Diagnosis.Finding;
import io.numamigrator.Diagnosis.Topic;
import io.numamigrator.NodeSet;
import io.numamigrator.NumaMigrator;
import io.numamigrator.NumaTopology;
import io.numamigrator.NumaUnavailableException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;

/** One run of a test on the real kernel, or the reason why there is none. */
final class RealRun
        implements
            TestTemplateInvocationContext,
            ExecutionCondition,
            ParameterResolver,
            AfterEachCallback {

    private final RealNuma wanted;
    private @Nullable NumaMigrator numa;

    RealRun(RealNuma wanted) {
        this.wanted = wanted;
    }

    @Override
    public String getDisplayName(int invocationIndex) {
        return "real" + (wanted.minNodes() > 1 ? ": at least " + wanted.minNodes() + " nodes" : "");
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
        return List.of(this);
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        try {
            NumaMigrator opened = NumaMigrator.system();
            numa = opened;
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
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return Injected.isOne(parameter);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        NumaMigrator opened = numa;
        if (opened == null || parameter.getParameter().getType() != NumaMigrator.class) {
            throw new ParameterResolutionException("a run on the real kernel has no "
                    + parameter.getParameter().getType().getSimpleName() + "; ask for NumaMigrator alone");
        }
        return opened;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (numa != null) {
            numa.close();
        }
    }
}
