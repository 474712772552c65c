package io.numamigrator;

/** What only a machine with several nodes can show: one text, several subjects. */
interface SeveralNodesContract
        extends
            BetweenNodesContract,
            CallChecksContract,
            OtherUsersContract,
            TargetNodeContract,
            RunsContract,
            PageKindsContract,
            ForkContract,
            DuplicatesContract,
            LargePagesContract,
            QueryContract,
            FullNodeContract {}
