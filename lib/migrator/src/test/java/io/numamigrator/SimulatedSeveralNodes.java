package io.numamigrator;

/** What only several nodes can show, on a simulated machine; that content stays is nothing it could get wrong. */
interface SimulatedSeveralNodes
        extends
            BetweenNodesContract,
            CallChecksContract,
            CpusetMoveContract,
            DuplicatesContract,
            ForkContract,
            FullNodeContract,
            HomeNodeContract,
            LargePagesContract,
            MbindContract,
            MigratePagesContract,
            NodeMapContract,
            OtherUsersContract,
            PageKindsContract,
            QueryContract,
            RandomMovesContract,
            RunsContract,
            TargetNodeContract {}
