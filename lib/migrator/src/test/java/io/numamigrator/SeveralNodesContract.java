package io.numamigrator;

/** What only a machine with several nodes can show: one text, several subjects. */
interface SeveralNodesContract
        extends
            BetweenNodesContract,
            CallChecksContract,
            CpusetMoveContract,
            DataIntactContract,
            DuplicatesContract,
            ForkContract,
            FullNodeContract,
            HomeNodeContract,
            LargePagesContract,
            MbindContract,
            MigratePagesContract,
            MigrateProcessContract,
            NodeMapContract,
            OtherUsersContract,
            PageKindsContract,
            QueryContract,
            RandomMovesContract,
            RunsContract,
            TargetNodeContract {}
